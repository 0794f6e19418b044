-- One replica's sign of life. Removes what dead replicas left; nobody else can come between, so nothing alive is removed.
-- KEYS: replicas, this replica, log, head of the log
-- ARGV: replica, what it says of itself, life of a silent replica (ms), life of the log (ms), first part of a replica's key,
--       age up to which an entry of the log is kept (ms)
-- Returns the head of the log (ms, number), then id and words of each live replica.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local life = tonumber(ARGV[3])
redis.call('SET', KEYS[2], ARGV[2], 'PX', life)
redis.call('ZADD', KEYS[1], now, ARGV[1])
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', now - life))) do
  redis.call('DEL', ARGV[5] .. dead)
  redis.call('ZREM', KEYS[1], dead)
end
redis.call('XTRIM', KEYS[3], 'MINID', '~', string.format('%.0f', now - tonumber(ARGV[6])))
redis.call('PEXPIRE', KEYS[1], life * 10)
redis.call('PEXPIRE', KEYS[3], ARGV[4])
redis.call('PEXPIRE', KEYS[4], ARGV[4])
local head = redis.call('HMGET', KEYS[4], 'ms', 'number')
local answer = {head[1] or '0', head[2] or '0'}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local words = redis.call('GET', ARGV[5] .. id)
  if words then
    table.insert(answer, id)
    table.insert(answer, words)
  end
end
return answer
