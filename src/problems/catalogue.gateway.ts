import { type CatalogueEntry, entry } from './catalogue.entry.js';

/** What the gateway itself lacks. */
export const GATEWAY_PROBLEMS = {
  internal_error: entry(500, 'The gateway failed', 'operations', 'Report the `requestId`.'),
  session_store_unavailable: entry(
    503,
    'The session store cannot be reached',
    'operations',
    'Nothing is lost: the same call works again when the store is back.',
    true,
  ),
  credential_unavailable: entry(
    503,
    'A token could not be obtained in time',
    'migo',
    'The session lives on. Try again after `Retry-After`.',
    true,
  ),
  credential_renewed: entry(
    503,
    'The token was renewed; the request was not sent again',
    'caller',
    'Migo refused the request before doing anything. Send it again.',
    true,
  ),
  upstream_not_configured: entry(
    503,
    'This upstream is not set up',
    'operations',
    'Add the upstream, and the partner’s credential for it, to the settings.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
