-- Gives a prefix to an installation unless it has an owner. Returns the owner. May run twice.
-- KEYS: the owner; ARGV: id of the installation
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
