-- Adds a session unless it is there or was ended. Can run twice.
-- KEYS  session, index of the user
-- ARGV  session key, user, created ms, expires ms or '', version, idle ms, sessions allowed, then attribute fields and values
-- Gives 0 when it was ended, else 1; then the session keys that are too many.
local state = redis.call('HMGET', KEYS[1], 'ended', 'u')
if state[1] then
  return {0}
end
if state[2] then
  return {1}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ttl = tonumber(ARGV[6])
if ARGV[4] ~= '' then
  ttl = math.min(ttl, tonumber(ARGV[4]) - now)
end
if ttl <= 0 then
  return {1}
end
redis.call('HSET', KEYS[1], 'u', ARGV[2], 'c', ARGV[3], 'x', ARGV[4], 'v', ARGV[5], 's', string.format('%.0f', now), unpack(ARGV, 8))
redis.call('PEXPIRE', KEYS[1], ttl)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], now + ttl, ARGV[1])
if redis.call('PTTL', KEYS[2]) < ttl then
  redis.call('PEXPIRE', KEYS[2], ttl)
end
local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[7])
if surplus <= 0 then
  return {1}
end
return {1, unpack(redis.call('ZRANGE', KEYS[2], 0, surplus - 1))}
