import type { CallerKind } from '../../common/caller-kinds.js';
import { Problem } from '../../problems/problem.js';
import { type Caller, hasSession } from './caller.js';

/** @throws Problem `caller_not_allowed`; `route_not_found` where what is for services only is asked for by a page in a browser */
export function checkListed(caller: Caller, callers: readonly CallerKind[]): void {
  if (callers.includes(caller.kind)) return;
  const forServices = callers.every((kind) => kind === 'service');
  const inBrowser = hasSession(caller) && caller.presentedAs === 'cookie';
  throw new Problem(forServices && inBrowser ? 'route_not_found' : 'caller_not_allowed');
}
