import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { addressKey } from '../../limits/limit-keys.js';
import { Metrics } from '../../observability/metrics.js';
import { Problem } from '../../problems/problem.js';

const RETRY = { 'retry-after': '1' };

/** Bytes of bodies that this process holds, from their arrival until their requests are answered. */
@Injectable()
export class BodyBudget {
  private held = 0;
  private readonly heldOf = new Map<string, number>();

  constructor(
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /** The share of one request of a client address. */
  claimOf(address: string): BodyClaim {
    const key = addressKey(address);
    return new BodyClaim((bytes) => {
      this.add(key, bytes);
    });
  }

  /** @throws Problem `gateway_busy`, `rate_limited` for bytes beyond a bound, which are not held then */
  private add(key: string, bytes: number): void {
    const { processBytes, addressBytes } = this.settings.server.bodies;
    const own = (this.heldOf.get(key) ?? 0) + bytes;
    if (bytes > 0 && own > addressBytes) throw this.refusal('rate_limited', 'addressBodies');
    if (bytes > 0 && this.held + bytes > processBytes) throw this.refusal('gateway_busy', 'processBodies');
    this.held += bytes;
    if (own > 0) this.heldOf.set(key, own);
    else this.heldOf.delete(key);
  }

  private refusal(code: 'rate_limited' | 'gateway_busy', limit: string): Problem {
    this.metrics.limited.inc({ limit });
    return new Problem(code, { headers: RETRY });
  }
}

/** What one request holds of the budget. */
export class BodyClaim {
  private bytes = 0;

  constructor(private readonly change: (bytes: number) => void) {}

  add(bytes: number): void {
    this.change(bytes);
    this.bytes += bytes;
  }

  release(): void {
    this.change(-this.bytes);
    this.bytes = 0;
  }
}
