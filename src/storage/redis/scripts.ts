/** Each script touches one key, so each also runs on a Cluster. */
export const SCRIPTS = {
  /** KEYS[1]; ARGV: expected version, new value with its version, ttl in ms. */
  compareAndSet: `
    local stored = redis.call('GET', KEYS[1])
    local version = stored and string.match(stored, '^(%d+)') or '0'
    if version ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
    return 1`,

  /** KEYS[1]; ARGV: ttl in ms, should Redis end in the middle. */
  writeAndDelete: `
    redis.call('SET', KEYS[1], 'probe', 'PX', ARGV[1])
    return redis.call('DEL', KEYS[1])`,

  /** KEYS[1]; ARGV: owner, ttl in ms. */
  renewLease: `
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,

  /** KEYS[1]; ARGV: owner. */
  releaseLease: `
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    return redis.call('DEL', KEYS[1])`,

  /** KEYS[1]; ARGV: member, ttl in ms. By the clock of Redis, which is one for all replicas. */
  addToIndex: `
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
    redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
    if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return 1`,

  /** KEYS[1]; ARGV: how many. */
  listIndex: `
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    return redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', '(' .. string.format('%d', now), 'LIMIT', 0, ARGV[1])`,

  /** KEYS[1]; ARGV: window in ms. Returns the count and the time left in ms. */
  count: `
    local count = redis.call('INCR', KEYS[1])
    if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
    return {count, redis.call('PTTL', KEYS[1])}`,

  /** KEYS[1]. Returns the count and the time left in ms. */
  readCount: `
    return {tonumber(redis.call('GET', KEYS[1]) or '0'), math.max(0, redis.call('PTTL', KEYS[1]))}`,

  /** KEYS[1]; ARGV: most, limit, window in ms. Returns the count, the time left in ms, and what was granted. */
  leaseQuota: `
    local used = tonumber(redis.call('GET', KEYS[1]) or '0')
    local granted = math.max(0, math.min(tonumber(ARGV[1]), ARGV[2] - used))
    if granted > 0 then redis.call('INCRBY', KEYS[1], granted) end
    if used == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
    return {used + granted, redis.call('PTTL', KEYS[1]), granted}`,
} as const;
