-- Removes what a replica left, in steps of some thousand sockets. May be run by any replica, and by several.
-- KEYS: replicas, the replica, its writer key, its part of the pools, session pool, usage pool
-- ARGV: its id, how long it must have been silent (ms; less than 0: it says goodbye itself), 1 to keep the writer key
-- Returns how many sockets are left to remove; 0 when nothing of it is there any more, or it lives.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local silent = tonumber(ARGV[2])
local seen = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '0')
if silent >= 0 and seen > now - silent then
  return 0
end
local mark = '{"instance_id":"' .. ARGV[1] .. '",'
for _, entry in ipairs(redis.call('SPOP', KEYS[4], 5000)) do
  local kind, name = string.sub(entry, 1, 1), string.sub(entry, 3)
  if kind == 's' then
    local user = redis.call('HGET', KEYS[5], name)
    if user and string.sub(user, 1, #mark) == mark then
      redis.call('HDEL', KEYS[5], name)
    end
  else
    local uses = redis.call('HGET', KEYS[6], name)
    local kept, count = {}, 0
    local good, value = pcall(cjson.decode, uses or '{}')
    for socket, use in pairs(good and type(value) == 'table' and value or {}) do
      if type(use) == 'table' and use.instance_id ~= ARGV[1] then
        kept[socket] = use
        count = count + 1
      end
    end
    if count == 0 then
      redis.call('HDEL', KEYS[6], name)
    else
      redis.call('HSET', KEYS[6], name, cjson.encode(kept))
    end
  end
end
local left = redis.call('SCARD', KEYS[4])
if left == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('DEL', KEYS[2])
  if ARGV[3] ~= '1' then
    redis.call('DEL', KEYS[3])
  end
end
return left
