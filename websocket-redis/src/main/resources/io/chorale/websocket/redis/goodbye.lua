-- A replica leaves for good. KEYS: replicas, this replica, its writer key; ARGV: replica, 1 when all its events are in the log
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
if ARGV[2] == '1' then
  redis.call('DEL', KEYS[3])
end
return 1
