-- Lists the session keys of a user, the longest living first, and forgets those that expired. Can run twice.
-- KEYS  index of the user
-- ARGV  most keys
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return redis.call('ZREVRANGE', KEYS[1], 0, ARGV[1] - 1)
