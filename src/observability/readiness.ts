import { Injectable } from '@nestjs/common';

/** `degraded` serves, and somebody should look at it: a replica that was taken out for it would leave the others no better. */
type Readiness = 'ok' | 'degraded' | 'failed';

/** Why a check fails, where operators can mend it. */
export class NotReady extends Error {}

interface ReadinessReport {
  ready: boolean;
  checks: Record<string, Readiness>;
  /** Of checks that failed, where it is known. */
  reasons?: Record<string, string>;
}

/** What must answer before this replica may get traffic. Each owner adds its own check, which fails by throwing. */
@Injectable()
export class ReadinessChecks {
  private readonly checks = new Map<string, () => Promise<Exclude<Readiness, 'failed'>>>();

  add(name: string, check: () => Promise<Exclude<Readiness, 'failed'>>): void {
    this.checks.set(name, check);
  }

  async run(): Promise<ReadinessReport> {
    const reasons: Record<string, string> = {};
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => {
        const found = await check().catch((error: unknown) => {
          if (error instanceof NotReady) reasons[name] = error.message;
          return 'failed' as const;
        });
        return [name, found] as const;
      }),
    );
    return {
      ready: results.every(([, result]) => result !== 'failed'),
      checks: Object.fromEntries(results),
      ...(Object.keys(reasons).length > 0 && { reasons }),
    };
  }
}
