-- The key only tells a cluster client which node to ask.
return redis.call('INFO', 'server') .. '\n' .. redis.call('INFO', 'memory') .. '\n'
    .. redis.call('INFO', 'replication') .. '\n' .. redis.call('INFO', 'persistence')
