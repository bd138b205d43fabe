/** The four APIs, by the names the control API uses. */
export const UPSTREAMS = ['wallet', 'middleware', 'cms', 'payments'] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** What precedes every path in Migo's environments (introduction/environments). */
export const BASE_PATHS: Readonly<Record<Upstream, string>> = {
  wallet: '/rest',
  middleware: '',
  cms: '/cms/rest',
  payments: '',
};
