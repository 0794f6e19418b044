-- Brings the index entry of a session in line with the session. Can run twice.
-- KEYS  index of the user, session
-- ARGV  session key
local state = redis.call('HMGET', KEYS[2], 'u', 'ended')
if not state[1] or state[2] then
  return redis.call('ZREM', KEYS[1], ARGV[1])
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ttl = redis.call('PTTL', KEYS[2])
redis.call('ZADD', KEYS[1], now + ttl, ARGV[1])
if redis.call('PTTL', KEYS[1]) < ttl then
  redis.call('PEXPIRE', KEYS[1], ttl)
end
return 0
