import { codeOf } from '../../common/error-code.js';
import { TLS_FAULTS, type TlsFault, tlsFaultOf } from '../../common/tls/faults.js';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { UnansweredError } from './circuit.js';
import { isWrongDatabase, tlsSettingsOf } from './connection.js';
import { missingOf, rightsOf, usedRights } from './rights.js';

/** What is wrong with Redis, in words for an operator: no address, no user, no secret. */
export interface StoreFault {
  found: string;
  remedy: string;
}

/** Which settings say where Redis is, and who logs in. */
interface Place {
  address: string;
  login: string;
}

/** What the codes of Redis and of connections mean, and which setting mends it. */
const FAULTS: Readonly<Record<string, (place: Place) => StoreFault>> = {
  ENOTFOUND: ({ address }) => ({ found: 'the host is not known', remedy: `correct the host in ${address}` }),
  EAI_AGAIN: ({ address }) => ({ found: 'the host is not known', remedy: `correct the host in ${address}` }),
  ECONNREFUSED: ({ address }) => ({
    found: 'nothing listens there',
    remedy: `start Redis, or correct the port in ${address}`,
  }),
  NOAUTH: ({ login }) => ({ found: 'the login was refused', remedy: `correct user and password in ${login}` }),
  WRONGPASS: ({ login }) => ({ found: 'the login was refused', remedy: `correct user and password in ${login}` }),
  MISCONF: () => ({ found: 'it takes no writes', remedy: 'look at its log: it cannot write its own files' }),
  READONLY: ({ address }) => ({ found: 'it is read-only', remedy: `name the primary in ${address}, not a replica` }),
  OOM: () => ({ found: 'its memory is full', remedy: 'give Redis more memory, with maxmemory-policy noeviction' }),
  NOREPLICAS: () => ({
    found: 'it takes no writes, since too few of its replicas follow it',
    remedy: 'bring its replicas back, or lower min-replicas-to-write',
  }),
  CLUSTERDOWN: () => ({
    found: 'the Cluster does not serve',
    remedy: 'look at CLUSTER INFO of its nodes: a primary without a replica is away, or slots belong to none',
  }),
};

/** Without a code that would say more. */
export const NO_USABLE_ANSWER = 'no usable answer';

/** What an error of Redis means. */
export function diagnosis(error: unknown, settings: RedisSettings): StoreFault {
  const place = placeOf(settings);
  const { address } = place;
  if (error instanceof Error && isWrongDatabase(error))
    return {
      found: 'the database that the URL ends in cannot be chosen',
      remedy: `correct the number that ${address} ends in: /0 is the first; its user needs +select for others`,
    };
  if (error instanceof UnansweredError)
    return { found: 'it does not answer in time', remedy: `look at its load, and at the way to ${address}` };
  const tlsFault = tlsFaultOf(error);
  if (tlsFault !== undefined) return tlsDiagnosis(tlsFault, settings);
  const code = replyCode(error) ?? codeOf(error);
  if (error instanceof Error && code === 'NOPERM') {
    const rights = rightsOf(usedRights(settings));
    return { found: `its user lacks rights: ${missingOf(error)} (NOPERM)`, remedy: `ACL SETUSER <user> ${rights}` };
  }
  const suffix = code === undefined ? '' : ` (${code})`;
  const known = code === undefined ? undefined : FAULTS[code]?.(place);
  return known === undefined
    ? {
        found: NO_USABLE_ANSWER + suffix,
        remedy: `check ${address}: host, port, and TLS (rediss://, or redis.tls)`,
      }
    : { ...known, found: known.found + suffix };
}

export function tlsDiagnosis(fault: TlsFault, settings: RedisSettings): StoreFault {
  const { found, remedy } = TLS_FAULTS[fault];
  return { found, remedy: remedy(tlsSettingsOf(settings)) };
}

/** Whether Redis itself has said it: whatever else fails may be a connection that was just lost. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ReplyError' || error.message.includes('ReplyError: '));
}

function placeOf({ sentinels, cluster }: RedisSettings): Place {
  if (sentinels === undefined && cluster === undefined) return { address: 'redis.url (REDIS_URL)', login: 'redis.url' };
  const address = cluster === undefined ? 'redis.sentinels and redis.name' : 'redis.cluster';
  return { address, login: 'redis.username and redis.password' };
}

/** Redis begins each error with its kind, and ioredis or a script may put words before it; the rest of the text stays unread. */
function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !isReply(error)) return undefined;
  const [first] = /^[A-Z]{3,12}(?= )/.exec(error.message) ?? [];
  const known = Object.keys(FAULTS).find((code) => new RegExp(`\\b${code}\\b`).test(error.message));
  return first !== undefined && first !== 'ERR' ? first : (known ?? first);
}
