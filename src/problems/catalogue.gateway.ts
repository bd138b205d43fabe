import type { CatalogueEntry } from './catalogue.entry.js';

/** What the gateway itself lacks. */
export const GATEWAY_PROBLEMS = {
  internal_error: {
    status: 500,
    title: 'The gateway failed',
    fixedBy: 'operations',
    cause: 'A fault of the gateway’s own.',
    advice: 'Report the `requestId`.',
  },
  overloaded: {
    status: 503,
    title: 'The gateway has too much to do',
    fixedBy: 'operations',
    cause:
      'More requests are under way than this process can serve, so it refuses some at once: views first, then reads, then writes.',
    advice: 'The request was not looked at. Try again after `Retry-After`.',
    retryable: true,
    retry: 'Yes, after `Retry-After`.',
  },
  session_store_unavailable: {
    status: 503,
    title: 'The session store cannot be reached',
    fixedBy: 'operations',
    cause: 'Redis does not answer.',
    advice: 'Nothing is lost: the same call works again when the store is back.',
    retryable: true,
    retry: 'Yes, after `Retry-After`.',
  },
  credential_unavailable: {
    status: 503,
    title: 'A token could not be obtained in time',
    fixedBy: 'migo',
    cause: 'Migo’s login or refresh does not answer, or fails.',
    advice: 'The session lives on. Try again after `Retry-After`.',
    retryable: true,
    retry: 'Yes, after `Retry-After`.',
  },
  credential_renewed: {
    status: 503,
    title: 'The token was renewed; the request was not sent again',
    fixedBy: 'caller',
    cause: 'The token had run out, and a call that cannot be repeated safely was on its way.',
    advice: 'Migo refused the request before doing anything. Send it again.',
    retryable: true,
    leavesNothing: true,
    retry: 'Yes, at once.',
  },
  gateway_busy: {
    status: 503,
    title: 'The gateway holds as much as it can',
    fixedBy: 'caller',
    cause: 'Bodies of other requests take all the memory that is for them.',
    advice: 'Nothing was done. Send the request again after `Retry-After`.',
    retryable: true,
    retry: 'Yes, after `Retry-After`.',
  },
  upstream_not_configured: {
    status: 503,
    title: 'This upstream is not set up, or not for this partner',
    fixedBy: 'operations',
    cause: 'The settings name no such upstream, or no credential of this partner for it.',
    advice: 'Add the upstream, and the partner’s credential for it, to the settings.',
  },
} as const satisfies Record<string, CatalogueEntry>;
