-- Counts an attempt. Runs at most once: a repeated send would count twice.
-- KEYS  the counters of this minute and of those before it
-- ARGV  what to add, seconds that a counter is kept
-- Gives the sum, not below 0.
local by = tonumber(ARGV[1])
local sum = 0
for _, count in ipairs(redis.call('MGET', unpack(KEYS))) do
  sum = sum + (tonumber(count or 0) or 0)
end
if by > 0 or (by < 0 and sum > 0) then
  redis.call('INCRBY', KEYS[1], by)
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  sum = sum + by
end
return math.max(0, sum)
