-- Ends sessions: in their place stays for a while a mark that nothing can be created over. Can run twice with one nonce.
-- KEYS  sessions, then the index of their user unless it is not known
-- ARGV  ms that the mark stays, nonce, channel, then for each session its key and the message
-- Gives for each session 1 when it lived, else 0.
local lived = {}
local sessions = (#ARGV - 3) / 2
for i = 1, sessions do
  local state = redis.call('HMGET', KEYS[i], 'u', 'ended')
  if state[2] then
    lived[i] = state[2] == ARGV[2] .. '1' and 1 or 0
  else
    lived[i] = state[1] and 1 or 0
    redis.call('DEL', KEYS[i])
    redis.call('HSET', KEYS[i], 'ended', ARGV[2] .. lived[i])
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
    if lived[i] == 1 then
      redis.call('PUBLISH', ARGV[3], ARGV[3 + 2 * i])
    end
  end
  if KEYS[sessions + 1] then
    redis.call('ZREM', KEYS[sessions + 1], ARGV[2 + 2 * i])
  end
end
return lived
