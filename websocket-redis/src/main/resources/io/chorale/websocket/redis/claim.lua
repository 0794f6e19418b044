-- Makes a replica the owner of a recoverable session, and tells the one before. Returns the content, nil when there is none.
-- The message goes out here and not from the client, because a repetition after a lost answer no longer finds the old owner.
-- KEYS: the session; ARGV: replica, life (ms), first part of the channel of a replica, message to the old owner
local owner = redis.call('HGET', KEYS[1], 'owner')
if not owner then
  return false
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if owner ~= ARGV[1] then
  redis.call('PUBLISH', ARGV[3] .. owner, ARGV[4])
end
return redis.call('HGET', KEYS[1], 'content')
