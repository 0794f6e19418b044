-- Claims a tag of session ids, keeps it, or gives it back; may run twice.
-- KEYS: the tag; ARGV: replica, life (ms) or 0 to give it back. Returns 1 when the tag is, or was, this replica's.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
