import { UPSTREAMS } from '../clients/upstreams.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';

/** The services' own prefixes, which public paths leave out. */
const PREFIXES = new Set(['app', 'api', 'v1']);
/** Below `/v1` the gateway has its own, or nothing at all: an imported operation never stands there. */
const OWN = new Set(['auth', 'health', 'docs', 'openapi.json', 'ops', 'metrics']);
/** Logins and renewals hand out tokens, and health is shown by `/ops/upstreams`: nobody calls them through the gateway. */
const UPSTREAM_ONLY =
  /^(log-?in|sign-?in|oauth2?|refresh|(refresh|access)[-_]?tokens?|health(z|[-_]?check)?|livez|liveness|readyz|readiness)$/i;

/** A slash at the end is the upstream's business (Django's paths have one): the gateway serves one spelling of a path. */
const LAST_SLASH = /(?!^)\/$/;

/** Where the gateway serves a path of an upstream (the path rule), below its `/v1`. */
export function publicPathOf(upstream: UpstreamName, path: string): `/${string}` {
  const segments = path.replace(LAST_SLASH, '').split('/').slice(1);
  while (PREFIXES.has(segments[0] ?? '')) segments.shift();
  const [first = '', ...rest] = segments;
  return `/${[renamedSegment(upstream, first), ...rest].join('/')}`;
}

/** Two upstreams may have the same first segment. Not of a prototype: the segment comes from a file. */
function renamedSegment(upstream: UpstreamName, segment: string): string {
  const { renamed } = UPSTREAMS[upstream];
  return (Object.hasOwn(renamed, segment) ? renamed[segment] : undefined) ?? segment;
}

/** Whether the path is one that the gateway keeps to itself. */
export function isKeptPath(publicPath: string): boolean {
  const segments = publicPath.split('/').slice(1);
  return OWN.has(segments[0] ?? '') || segments.some((segment) => UPSTREAM_ONLY.test(segment));
}

/** `/cards/:cardId` and `/cards/:id` are the same to a router, and `/cards/:id/` is the same to the gateway. */
export function shapeOf(path: string): string {
  return path.replace(LAST_SLASH, '').replaceAll(/:[^/]+/g, ':');
}

/** Whether every path of `path` is one of `pattern`, too: `*` ends a pattern, `:name` stands for one segment. */
export function covers(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  const open = wanted.at(-1) === '*';
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => segment === '*' || segment.startsWith(':') || segment === given[index]);
}
