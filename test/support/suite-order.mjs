import Sequencer from '@jest/test-sequencer';

/** It waits for most of its time: begun late, it would run on when all others have ended. */
const FIRST = 'test/idempotency/retryable.e2e-spec.ts';

/**
 * The costliest by processor time, of those whose subject shorter suites look at, too. On a slow machine of CI they are what is left
 * out (timed-runner.mjs), from the end.
 */
const LAST = [
  'test/attacks/needless-renewals.e2e-spec.ts',
  'test/idempotency/failover.e2e-spec.ts',
  'test/attacks/desync.e2e-spec.ts',
  'test/attacks/moving-without-a-code.e2e-spec.ts',
  'test/e2e/step-up.e2e-spec.ts',
  'test/storage/redis.renewal.e2e-spec.ts',
  'test/e2e/mistyped-settings.e2e-spec.ts',
  'test/e2e/settings-reload.e2e-spec.ts',
  'test/e2e/logout.e2e-spec.ts',
  'test/attacks/every-door.e2e-spec.ts',
  'test/e2e/service-tokens.e2e-spec.ts',
  'test/e2e/service-callers.e2e-spec.ts',
  'test/e2e/credentials.e2e-spec.ts',
  'test/e2e/documented-only.e2e-spec.ts',
  'test/docs/agreement.e2e-spec.ts',
  'test/idempotency/crashes.e2e-spec.ts',
  'test/e2e/rolling-restart.e2e-spec.ts',
  'test/e2e/doctor.e2e-spec.ts',
  'test/e2e/proxies.e2e-spec.ts',
  'test/e2e/replica-credentials.e2e-spec.ts',
  'test/e2e/wrong-protocol.e2e-spec.ts',
  'test/storage/redis.rights.e2e-spec.ts',
  'test/e2e/contracts.e2e-spec.ts',
  'test/docs/generators.e2e-spec.ts',
  'test/contracts/families.e2e-spec.ts',
  'test/contracts/nest-applications.e2e-spec.ts',
];

/** What starts nothing, which is told soonest; then what does, the largest file first, since no machine of CI remembers how long a suite took. */
export default class SuiteOrder extends Sequencer {
  async sort(tests) {
    const rank = ({ path }) => {
      if (path.endsWith(FIRST)) return -2;
      return path.endsWith('.e2e-spec.ts') ? LAST.findIndex((file) => path.endsWith(file)) + 1 : -1;
    };
    return (await super.sort(tests)).sort((a, b) => rank(a) - rank(b));
  }
}
