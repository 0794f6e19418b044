-- Gives one replica at a time a right, or more of it. May run twice.
-- KEYS: the lease; ARGV: replica, life (ms), 0 to give it back
-- Returns the term, which is new whenever the holder is; 0 when another replica holds it.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local lease = redis.call('HMGET', KEYS[1], 'holder', 'until', 'term')
local holder, ends, term = lease[1], tonumber(lease[2] or '0'), tonumber(lease[3] or '0')
if holder and holder ~= ARGV[1] and ends > now then
  return 0
end
if ARGV[2] == '0' then
  redis.call('HSET', KEYS[1], 'until', '0')
  return 0
end
if holder ~= ARGV[1] then
  term = math.max(term + 1, clock[1] * 1000000 + clock[2])
end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'until', string.format('%.0f', now + ARGV[2]), 'term', string.format('%.0f', term))
redis.call('PEXPIRE', KEYS[1], 600000)
return term
