local count = redis.call('INCR', KEYS[1])
if ARGV[1] == 'slow' then
  local start = redis.call('TIME')
  repeat
    local now = redis.call('TIME')
  until (now[1] - start[1]) * 1000000 + (now[2] - start[2]) > 600000
end
return count
