import { weightsOf } from '../../edge/weights.js';

/** Content codings of static files; of two that a client likes as much, the first. */
const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** The coding that a client likes best; undefined where it takes none of them (RFC 9110, section 12.5.3). */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  const weights = weightsOf(acceptEncoding);
  const weightOf = (coding: string): number => weights.get(coding) ?? weights.get('*') ?? 0;
  const [best] = [...CODINGS].sort((a, b) => weightOf(b) - weightOf(a));
  const isLiked = best !== undefined && weightOf(best) > 0 && weightOf(best) >= (weights.get('identity') ?? 0);
  return isLiked ? best : undefined;
}
