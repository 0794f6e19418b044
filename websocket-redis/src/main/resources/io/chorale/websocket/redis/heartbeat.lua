-- One replica's sign of life.
-- KEYS: replicas, this replica, log, head of the log, this replica's writer key
-- ARGV: replica, what it says of itself, life of a silent replica (ms), life of the log (ms), first part of a replica's key,
--       age up to which an entry of the log is kept (ms), life of the writer key (ms), life of the list of replicas (ms)
-- Returns the head of the log (ms, number), 1 if this replica was not known, the number of dead replicas and their ids, then
-- id and words of each live replica.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local life = tonumber(ARGV[3])
local fresh = redis.call('EXISTS', KEYS[2]) == 0 or not redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[2], 'PX', life)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('XTRIM', KEYS[3], 'MINID', '~', string.format('%.0f', now - tonumber(ARGV[6])))
redis.call('PEXPIRE', KEYS[1], ARGV[8])
redis.call('PEXPIRE', KEYS[3], ARGV[4])
redis.call('PEXPIRE', KEYS[4], ARGV[4])
redis.call('PEXPIRE', KEYS[5], ARGV[7])
local head = redis.call('HMGET', KEYS[4], 'ms', 'number')
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', now - life))
local answer = {head[1] or '0', head[2] or '0', fresh and '1' or '0', tostring(#dead)}
for _, id in ipairs(dead) do
  table.insert(answer, id)
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], string.format('%.0f', now - life), '+inf')) do
  local words = redis.call('GET', ARGV[5] .. id)
  if words then
    table.insert(answer, id)
    table.insert(answer, words)
  end
end
return answer
