/** What a claim has, each as a field `<route>:<name>` of the hash of its key. */
const READ = `
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    local function name(field) return ARGV[1] .. ':' .. field end`;

const KEEP = `
    if redis.call('PTTL', KEYS[1]) < tonumber(keep) then redis.call('PEXPIRE', KEYS[1], keep) end`;

/** Each is one step on one key, by the clock of Redis, which is one for all replicas. */
export const CLAIM_SCRIPTS = {
  /**
   * KEYS[1]; ARGV: route, owner, print, facts, lease in ms, keep in ms. Nothing where it is ours now, else what there is: state,
   * owner, time left in ms, age in ms, print, facts, answer.
   */
  claim: `${READ}
    local found = redis.call('HMGET', KEYS[1],
      name('state'), name('owner'), name('until'), name('at'), name('print'), name('facts'), name('answer'))
    if found[1] and not (found[1] == 'claimed' and tonumber(found[3]) <= now) then
      found[3] = found[3] - now
      found[4] = now - found[4]
      return found
    end
    redis.call('HSET', KEYS[1], name('state'), 'claimed', name('owner'), ARGV[2], name('print'), ARGV[3],
      name('facts'), ARGV[4], name('until'), string.format('%d', now + ARGV[5]), name('at'), string.format('%d', now))
    local keep = ARGV[6]${KEEP}
    return {}`,

  /** KEYS[1]; ARGV: route, owner or nothing, states it may be in, state or nothing, lease in ms, keep in ms, print or nothing, answer or nothing. */
  moveClaim: `${READ}
    local state = redis.call('HGET', KEYS[1], name('state'))
    if not state or not string.find(ARGV[3], ' ' .. state .. ' ', 1, true) then return 0 end
    if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], name('owner')) ~= ARGV[2] then return 0 end
    if ARGV[4] == '' then
      redis.call('HDEL', KEYS[1],
        name('state'), name('owner'), name('until'), name('at'), name('print'), name('facts'), name('answer'))
      return 1
    end
    redis.call('HSET', KEYS[1], name('state'), ARGV[4], name('until'), string.format('%d', now + ARGV[5]))
    if ARGV[7] ~= '' then redis.call('HSET', KEYS[1], name('print'), ARGV[7]) end
    if ARGV[8] ~= '' then redis.call('HSET', KEYS[1], name('answer'), ARGV[8]) end
    local keep = ARGV[6]${KEEP}
    return 1`,

  /** KEYS[1]. The time in ms, then every field and its value by turns. */
  readClaims: `
    local time = redis.call('TIME')
    return {time[1] * 1000 + math.floor(time[2] / 1000), redis.call('HGETALL', KEYS[1])}`,
} as const;
