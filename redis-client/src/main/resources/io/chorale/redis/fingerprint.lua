-- The fingerprint of the installation's secret: set when there is none, or when it is the one that may be replaced.
-- KEYS: fingerprint. ARGV: mine, the one that may be replaced (empty: none). Returns the one that is there now.
local have = redis.call('GET', KEYS[1])
if not have or have == ARGV[2] then
    redis.call('SET', KEYS[1], ARGV[1])
    return ARGV[1]
end
return have
