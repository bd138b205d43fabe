import { Injectable } from '@nestjs/common';

type Readiness = 'ok' | 'degraded' | 'failed';

/** It serves, and somebody should look at it: a replica that was taken out for it would leave the others no better. */
export class Degraded {
  constructor(readonly reason: string) {}
}

/** Why a check fails, where operators can mend it. */
export class NotReady extends Error {}

/** Fails by throwing. */
type Check = () => Promise<'ok' | Degraded>;

interface ReadinessReport {
  ready: boolean;
  checks: Record<string, Readiness>;
  /** Of checks that are not `ok`, where it is known. */
  reasons?: Record<string, string>;
}

/** What must answer before this replica may get traffic. Each owner adds its own check. */
@Injectable()
export class ReadinessChecks {
  private readonly checks = new Map<string, Check>();

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  async run(): Promise<ReadinessReport> {
    const run = [...this.checks].map(async ([name, check]) => [name, await check().then(stateOf, failureOf)] as const);
    const found = await Promise.all(run);
    const reasons = found.flatMap(([name, { reason }]) => (reason === undefined ? [] : [[name, reason] as const]));
    return {
      ready: found.every(([, { state }]) => state !== 'failed'),
      checks: Object.fromEntries(found.map(([name, { state }]) => [name, state] as const)),
      ...(reasons.length > 0 && { reasons: Object.fromEntries(reasons) }),
    };
  }
}

interface State {
  state: Readiness;
  reason?: string;
}

function stateOf(found: 'ok' | Degraded): State {
  return found === 'ok' ? { state: found } : { state: 'degraded', reason: found.reason };
}

function failureOf(error: unknown): State {
  return { state: 'failed', ...(error instanceof NotReady && { reason: error.message }) };
}
