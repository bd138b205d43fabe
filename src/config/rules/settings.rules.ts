import { contractRules } from './contract.rules.js';
import { listenersApart } from './listener.rules.js';
import { partnerRules } from './partner.rules.js';
import { redisGuarded, redisPlace } from './redis.rules.js';
import { tlsOfHttp, tlsPairs } from './tls-pair.rules.js';
import type { Profile, Settings } from '../settings.js';
import type { WrongSetting } from '../settings.error.js';
import { UPSTREAM_NAMES } from '../sections/upstream.settings.js';

/** The session key of `config/default.yaml`: public, so good for nothing but a first try. */
export const DEFAULT_SESSION_KEY = 'bWlnby1nYXRld2F5LWRldmVsb3BtZW50LWtleS0wMDE=';

/** Different bytes in 32 random ones: fewer than this once in 10^17 keys. */
const FEWEST_BYTES = 16;

type Rule = (settings: Settings) => WrongSetting[];

/** Between fields, which a decorator on one field cannot see. */
const ALWAYS: readonly Rule[] = [
  listenersApart,
  redisPlace,
  tlsPairs,
  tlsOfHttp,
  partnerRules,
  contractRules,
  incompleteSigningKeys,
];

const OF_PROFILE: Record<Profile, readonly Rule[]> = {
  simulator: [],
  sandbox: [httpsExceptLoopback, ownSessionKeys],
  production: [redisNeeded, redisGuarded, httpsOnly, ownSessionKeys, namedOrigins, secureOrigins, signingKeyNeeded],
};

/** What is refused beyond the shape of the settings; `wrong` is what their shape has broken already, and is not told twice. */
export function checkRules(settings: Settings, wrong: readonly WrongSetting[]): WrongSetting[] {
  const isNew = ({ path }: WrongSetting): boolean =>
    !wrong.some((one) => isWithin(path, one.path) || isWithin(one.path, path));
  return [...ALWAYS, ...OF_PROFILE[settings.profile]].flatMap((rule) => {
    try {
      return rule(settings).filter(isNew);
    } catch (error) {
      // A rule may stumble over what is malformed: that is told already.
      if (wrong.length === 0) throw error;
      return [];
    }
  });
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

function incompleteSigningKeys({ serviceTokens: { keys } }: Settings): WrongSetting[] {
  return keys.flatMap(({ privateKey, publicKey }, index) => {
    const path = `serviceTokens.keys[${index}].privateKey`;
    if (index === 0 && privateKey === undefined) return [{ path, message: 'is needed: the first key signs' }];
    if ((privateKey === undefined) !== (publicKey === undefined)) return [];
    return [{ path, message: 'is needed, or publicKey, and not both' }];
  });
}

function signingKeyNeeded({ partners, serviceTokens }: Settings): WrongSetting[] {
  return serviceTokens.keys.length === 0 && partners.some(({ clients }) => clients.length > 0)
    ? [{ path: 'serviceTokens.keys', message: 'production needs a key where there are service clients' }]
    : [];
}

function redisNeeded({ redis }: Settings): WrongSetting[] {
  return redis === undefined ? [{ path: 'redis.url', message: 'production needs Redis: set REDIS_URL, or redis' }] : [];
}

function httpsOnly(settings: Settings): WrongSetting[] {
  return httpUpstreams(settings).map(({ path }) => ({ path, message: 'production accepts https only' }));
}

function httpsExceptLoopback(settings: Settings): WrongSetting[] {
  return httpUpstreams(settings)
    .filter(({ host }) => !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(host))
    .map(({ path }) => ({ path, message: 'sandbox accepts http on loopback only' }));
}

function httpUpstreams({ upstreams }: Settings): { path: string; host: string }[] {
  return UPSTREAM_NAMES.flatMap((name) => {
    const url = URL.parse(upstreams[name]?.baseUrl ?? '');
    return url?.protocol === 'http:' ? [{ path: `upstreams.${name}.baseUrl`, host: url.hostname }] : [];
  });
}

function ownSessionKeys({ sessions, profile }: Settings): WrongSetting[] {
  return sessions.keys.flatMap(({ secret }, index) => {
    const key = Buffer.from(secret, 'base64');
    const path = `sessions.keys[${index}].secret`;
    if (key.equals(Buffer.from(DEFAULT_SESSION_KEY, 'base64')))
      return [{ path, message: `${profile} refuses the default key` }];
    return new Set(key).size < FEWEST_BYTES ? [{ path, message: `${profile} refuses a key that is not random` }] : [];
  });
}

function secureOrigins({ partners }: Settings): WrongSetting[] {
  return partners.flatMap(({ origins }, index) =>
    origins.some((origin) => origin.startsWith('http:'))
      ? [{ path: `partners[${index}].origins`, message: 'production refuses origins on http' }]
      : [],
  );
}

function namedOrigins({ partners }: Settings): WrongSetting[] {
  return partners.flatMap(({ origins }, index) =>
    origins.includes('*') ? [{ path: `partners[${index}].origins`, message: 'production refuses the origin *' }] : [],
  );
}
