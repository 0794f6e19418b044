-- A replica says which revision it has applied; whoever reports removes those that were silent too long. May run twice.
-- KEYS: replicas. ARGV: replica, revision, milliseconds after which a silent one is gone.
-- Returns replica and revision of all, one after the other.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], 2 * ARGV[3])
local known = redis.call('HGETALL', KEYS[1])
local answer = {}
for i = 1, #known, 2 do
    local revision, at = string.match(known[i + 1], '^(%d+) (%d+)$')
    if not at or now - tonumber(at) > tonumber(ARGV[3]) then
        redis.call('HDEL', KEYS[1], known[i])
    else
        answer[#answer + 1] = known[i]
        answer[#answer + 1] = revision
    end
end
return answer
