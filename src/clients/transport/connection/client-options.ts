import type { Client } from 'undici';
import { tlsOptionsOf } from '../../../config/sections/tls.settings.js';
import type { UpstreamSettings } from '../../../config/sections/upstream.settings.js';
import { connectorOf } from './connector.js';
import { publicLookup } from './public-addresses.js';

/** An idle connection, and one to an upstream that says how long it keeps them: after a burst they are not needed. */
const KEEP_ALIVE_MS = 4000;
const MAX_KEEP_ALIVE_MS = 8000;
/** Migo: concepts/security. */
export const TLS_MIN_VERSION = 'TLSv1.2';

/** How undici keeps connections to an upstream. `trustsNames`: whether its name may lead anywhere. */
export function clientOptionsOf(settings: UpstreamSettings, { trustsNames }: { trustsNames: boolean }): Client.Options {
  const { connectMs, maxAnswerBytes, allowedNetworks } = settings;
  return {
    // One request at a time on a connection: a slow answer must not hold up somebody else's payment.
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
    // Exchange keeps the times itself, to the millisecond; undici's own are coarse and default to 300 s.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxAnswerBytes,
    connect: connectorOf({
      timeout: connectMs,
      minVersion: TLS_MIN_VERSION,
      ...tlsOptionsOf(settings),
      ...(!trustsNames && { lookup: publicLookup(allowedNetworks) }),
    }),
  };
}
