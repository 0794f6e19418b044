-- Sets two keys and deletes them. KEYS: both. ARGV: value, life in ms in case the deletion is lost.
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return redis.call('DEL', KEYS[1], KEYS[2])
