-- Puts a whole revision of the live settings into the mirror and tells everybody. May run twice.
-- KEYS: version, then one per setting. ARGV: revision, the version that was seen (empty: none), channel, then the values.
-- Returns 1 when written, 0 when the mirror has a newer revision than the one that was seen.
local revision = tonumber(ARGV[1])
local have = redis.call('GET', KEYS[1])
if have and have ~= ARGV[2] and tonumber(have) and tonumber(have) > revision then
    return 0
end
for i = 2, #KEYS do
    redis.call('SET', KEYS[i], ARGV[i + 2])
end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('PUBLISH', ARGV[3], ARGV[1])
return 1
