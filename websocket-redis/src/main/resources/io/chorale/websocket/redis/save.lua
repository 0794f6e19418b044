-- Writes a recoverable session, or removes it when the content is empty. Only its owner may; returns 1 if it did.
-- KEYS: the session; ARGV: replica, life (ms), content
local owner = redis.call('HGET', KEYS[1], 'owner')
if owner and owner ~= ARGV[1] then
  return 0
end
if ARGV[3] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'content', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 1
