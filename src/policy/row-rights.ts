import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/callers/caller.js';
import { checkListed } from '../auth/callers/listed.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import { type Asked, RowPolicy } from './row-policy.js';
import { requireRecentCode } from './recent-code.js';

/** What the checks of a row (policy/checks.ts) would say to a caller, where there is no request of his for that row. */
@Injectable()
export class RowRights {
  constructor(private readonly policy: RowPolicy) {}

  /** @throws Problem with which the checks would refuse the call */
  async check(route: PreparedRoute, caller: Caller, asked: Asked): Promise<void> {
    const { callers, stepUp } = route.row;
    checkListed(caller, callers);
    await this.policy.check(route, caller, asked);
    if (stepUp === 'required') requireRecentCode(caller);
  }
}
