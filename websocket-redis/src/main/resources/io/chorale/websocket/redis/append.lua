-- Appends events to the log, each exactly once however often this runs with the same arguments.
-- KEYS: log, head of the log, the writer's last sequence, keys of events that may be appended by several replicas
-- ARGV: sequence of the first event, length of the log, its life (ms), life of the writer key (ms),
--       position known to the writer (ms, number), the writer, then key (may be empty) and event of each
-- Returns the position of the newest entry: ms, number.
-- No events: only makes sure that the log is there and not behind the known position.
local log, head, writer, once = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local first = tonumber(ARGV[1])
local knownMs, knownNumber = tonumber(ARGV[5]), tonumber(ARGV[6])
local integer = function(value) return string.format('%.0f', value) end

-- The newest sequence of a writer whose key is gone (evicted, or its replica was taken for dead), from the log itself.
local newestOf = function(name)
  local head = string.char(#name) .. name
  local upTo = first > 1 and '+' or nil
  while upTo do
    local page = redis.call('XREVRANGE', log, upTo, '-', 'COUNT', 500)
    for _, entry in ipairs(page) do
      local message = entry[2][2]
      if entry[2][1] == '1' and string.sub(message, 11, 10 + #head) == head then
        local sequence = 0
        for i = 3, 10 do
          sequence = sequence * 256 + string.byte(message, i)
        end
        return sequence
      end
    end
    upTo = #page == 500 and '(' .. page[500][1] or nil
  end
  return 0
end

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local newest = redis.call('HMGET', head, 'ms', 'number')
local ms, number = tonumber(newest[1] or ''), tonumber(newest[2] or '')
local there = ms and number and redis.call('EXISTS', log) == 1

if not there or ms < knownMs or (ms == knownMs and number < knownNumber) then
  -- A new epoch: the log is new, was emptied, or lost its newest entries (fail-over, crash without fsync).
  number = math.max(clock[1] * 1000000 + clock[2], (number or 0) + 1, knownNumber + 1)
  ms = math.max(now, ms or 0, knownMs)
  if redis.call('EXISTS', log) == 1 then
    local info = redis.call('XINFO', 'STREAM', log)
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then
        ms = math.max(ms, tonumber(string.match(info[i + 1], '^(%d+)-')) + 1)
      end
    end
  end
  redis.call('XADD', log, integer(ms) .. '-' .. integer(number), 'epoch', '')
  redis.call('HSET', head, 'ms', integer(ms), 'number', integer(number))
end

if #ARGV > 7 then
  local last = tonumber(redis.call('GET', writer) or newestOf(ARGV[7]))
  for i = 8, #ARGV, 2 do
    local sequence = first + (i - 8) / 2
    if sequence > last then
      last = sequence
      if ARGV[i] == '' or redis.call('ZADD', once, 'NX', integer(now), ARGV[i]) == 1 then
        ms = math.max(ms, now)
        number = number + 1
        redis.call('XADD', log, integer(ms) .. '-' .. integer(number), '1', ARGV[i + 1])
      end
    end
  end
  redis.call('ZREMRANGEBYSCORE', once, '-inf', integer(now - tonumber(ARGV[4])))
  redis.call('PEXPIRE', once, ARGV[4])
  redis.call('HSET', head, 'ms', integer(ms), 'number', integer(number))
  redis.call('SET', writer, integer(last), 'PX', ARGV[4])
  redis.call('XTRIM', log, 'MAXLEN', '~', ARGV[2])
end
redis.call('PEXPIRE', log, ARGV[3])
redis.call('PEXPIRE', head, ARGV[3])
return {integer(ms), integer(number)}
