-- Says who is connected to one replica, and what they use. May run twice.
-- KEYS: its part of the pools, session pool, usage pool
-- ARGV: replica, life of all this after the last replica went silent (ms), seconds after which a use that nobody repeats is over, number of sockets that came,
--       id and user of each, number of sockets that went, id of each, then models in use here: name, number of sockets, ids
-- Returns the models that are in use anywhere.
local clock = redis.call('TIME')
local now = tonumber(clock[1])
local at = 4
local mark = '{"instance_id":"' .. ARGV[1] .. '",'
for _ = 1, tonumber(ARGV[at]) do
  redis.call('SADD', KEYS[1], 's:' .. ARGV[at + 1])
  redis.call('HSET', KEYS[2], ARGV[at + 1], ARGV[at + 2])
  at = at + 2
end
at = at + 1
for _ = 1, tonumber(ARGV[at]) do
  at = at + 1
  redis.call('SREM', KEYS[1], 's:' .. ARGV[at])
  local user = redis.call('HGET', KEYS[2], ARGV[at])
  if user and string.sub(user, 1, #mark) == mark then
    redis.call('HDEL', KEYS[2], ARGV[at])
  end
end
at = at + 1
-- Whoever else writes here (a tool, another version) does not stop us.
local decode = function(text)
  local good, value = pcall(cjson.decode, text)
  return good and type(value) == 'table' and value or {}
end
local used, mine = {}, {}
while at < #ARGV do
  local model, count = ARGV[at], tonumber(ARGV[at + 1])
  used[model], mine[model] = {}, true
  for i = 1, count do
    used[model][ARGV[at + 1 + i]] = {updated_at = now, instance_id = ARGV[1]}
  end
  at = at + 2 + count
end
-- As many fields as there are models in use: few.
local pool = redis.call('HGETALL', KEYS[3])
for i = 1, #pool, 2 do
  used[pool[i]] = used[pool[i]] or {}
  for socket, use in pairs(decode(pool[i + 1])) do
    local other = type(use) == 'table' and use.instance_id ~= ARGV[1]
    if other and not used[pool[i]][socket] and now - (tonumber(use.updated_at) or 0) <= tonumber(ARGV[3]) then
      used[pool[i]][socket] = use
    end
  end
end
local models = {}
for model, sockets in pairs(used) do
  if next(sockets) then
    redis.call('HSET', KEYS[3], model, cjson.encode(sockets))
    table.insert(models, model)
  else
    redis.call('HDEL', KEYS[3], model)
  end
  redis.call(mine[model] and 'SADD' or 'SREM', KEYS[1], 'u:' .. model)
end
for i = 1, 3 do
  redis.call('PEXPIRE', KEYS[i], ARGV[2])
end
return models
