import type { Upstream } from '../clients/upstreams.js';
import type { Rows, RouteTable } from './route.js';

/** Names of the `:parameters` of a path. */
type Params<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Params<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type SameParams<A, B> = [Params<A>] extends [Params<B>] ? ([Params<B>] extends [Params<A>] ? true : false) : false;

/** `never`, with the compiler's complaint at the row, where the two paths have different parameters. */
type Checked<R> = R extends { path: infer Public; upstreamPath: infer Upstream extends string }
  ? SameParams<Public, Upstream> extends true
    ? R
    : never
  : R;

/** Declares the routes of one capability on one upstream. */
export function defineRoutes<const R extends Rows>(
  target: Upstream,
  rows: { [Name in keyof R]: Checked<R[Name]> } & R,
): RouteTable {
  return { target, rows };
}
