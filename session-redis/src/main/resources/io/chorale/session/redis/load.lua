-- Reads a session and renews its idle time when the last touch is old. Can run twice.
-- KEYS  session
-- ARGV  idle ms, touch interval ms (-1: never touch)
-- Gives nothing, or all fields and values, then 1 when touched and 0 when not.
local fields = redis.call('HGETALL', KEYS[1])
if #fields == 0 then
  return {}
end
local seen, expires
for i = 1, #fields, 2 do
  if fields[i] == 'ended' then
    return {}
  elseif fields[i] == 's' then
    seen = i + 1
  elseif fields[i] == 'x' then
    expires = tonumber(fields[i + 1])
  end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if expires and expires <= now then
  return {}
end
local touched = 0
local interval = tonumber(ARGV[2])
if interval >= 0 and now - tonumber(fields[seen]) >= interval then
  local ttl = tonumber(ARGV[1])
  if expires then
    ttl = math.min(ttl, expires - now)
  end
  fields[seen] = string.format('%.0f', now)
  redis.call('HSET', KEYS[1], 's', fields[seen])
  redis.call('PEXPIRE', KEYS[1], ttl)
  touched = 1
end
fields[#fields + 1] = touched
return fields
