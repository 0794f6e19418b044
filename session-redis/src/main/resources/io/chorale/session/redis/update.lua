-- Changes attributes of a live session and nothing else: what is gone stays gone. Must run at most once, or a repeated
-- send would undo a later change of another request.
-- KEYS  session
-- ARGV  channel, message, attributes allowed, bytes allowed, number of changed ones, their fields and values, removed fields
-- Gives 0 when gone, 1 when done, or 2 and the number or 3 and the bytes that would be too many.
local fields = redis.call('HGETALL', KEYS[1])
if #fields == 0 then
  return {0}
end
local sizes = {}
for i = 1, #fields, 2 do
  if fields[i] == 'ended' then
    return {0}
  elseif string.sub(fields[i], 1, 2) == 'a:' then
    sizes[fields[i]] = #fields[i] - 2 + #fields[i + 1]
  end
end
local changed = tonumber(ARGV[5])
local firstRemoved = 6 + 2 * changed
for i = firstRemoved, #ARGV do
  sizes[ARGV[i]] = nil
end
for i = 6, firstRemoved - 1, 2 do
  sizes[ARGV[i]] = #ARGV[i] - 2 + #ARGV[i + 1]
end
local count, total = 0, 0
for _, size in pairs(sizes) do
  count = count + 1
  total = total + size
end
if count > tonumber(ARGV[3]) then
  return {2, count}
end
if total > tonumber(ARGV[4]) then
  return {3, total}
end
for i = firstRemoved, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
end
for i = 6, firstRemoved - 1, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('HINCRBY', KEYS[1], 'v', 1)
redis.call('PUBLISH', ARGV[1], ARGV[2])
return {1}
