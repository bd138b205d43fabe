import { codeOf } from '../../common/error-code.js';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { isWrongDatabase } from '../../storage/redis/connection.js';
import { failed, type Finding } from './finding.js';

interface Place {
  /** Which settings say where Redis is, and who logs in. */
  address: string;
  login: string;
}

export function placeOf({ sentinels, cluster }: RedisSettings): Place {
  if (sentinels === undefined && cluster === undefined) return { address: 'redis.url (REDIS_URL)', login: 'redis.url' };
  const address = cluster === undefined ? 'redis.sentinels and redis.name' : 'redis.cluster';
  return { address, login: 'redis.username and redis.password' };
}

/** What an error of Redis means, and which setting mends it. */
export function diagnosis(error: unknown, { address, login }: Place): Finding {
  if (error instanceof Error && isWrongDatabase(error))
    return failed(
      'the database that the URL ends in cannot be chosen',
      `correct the number that ${address} ends in: /0 is the first; its user needs +select for others`,
    );
  const code = codeOf(error) ?? replyCode(error);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failed(`the host is not known (${code})`, `correct the host in ${address}`);
    case 'ECONNREFUSED':
      return failed('nothing listens there (ECONNREFUSED)', `start Redis, or correct the port in ${address}`);
    case 'NOAUTH':
    case 'WRONGPASS':
      return failed(`the login was refused (${code})`, `correct user and password in ${login}`);
    case 'NOPERM':
      return failed(
        'a command or key is not permitted (NOPERM)',
        `grant the user of ${login} the keys of redis.keyPrefix`,
      );
    case 'MISCONF':
      return failed('it takes no writes (MISCONF)', 'look at its log: it cannot write its own files');
    case 'READONLY':
      return failed('it is read-only (READONLY)', `name the primary in ${address}, not a replica`);
    case 'OOM':
      return failed('its memory is full (OOM)', 'give Redis more memory, with maxmemory-policy noeviction');
    default:
      return failed(
        `no usable answer${code === undefined ? '' : ` (${code})`}`,
        `check ${address}: host, port, and TLS (rediss://, or redis.tls)`,
      );
  }
}

/** Redis begins each error with its kind; the rest of the text stays unread. */
function replyCode(error: unknown): string | undefined {
  return error instanceof Error ? /^[A-Z]{3,12}(?= )/.exec(error.message)?.[0] : undefined;
}
