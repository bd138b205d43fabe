import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { Problem } from '../../problems/problem.js';

/** Tells a partner that its settings lack a credential: one needs those of the upstreams that one uses, and no others. */
export function notConfigured(upstream: UpstreamName, setting: string): Problem {
  return new Problem('upstream_not_configured', {
    upstream,
    detail: `The partner has no credential for it: ${setting} of the partner is not set.`,
  });
}
