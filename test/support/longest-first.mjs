import Sequencer from '@jest/test-sequencer';

/** Suites that take longest, longest first. Begun late, one of them would run on when all others have ended. */
const LONGEST = [
  'test/idempotency/retryable.e2e-spec.ts',
  'test/contracts/nest-applications.e2e-spec.ts',
  'test/docs/generators.e2e-spec.ts',
  'test/e2e/proxies.e2e-spec.ts',
  'test/e2e/documented-only.e2e-spec.ts',
  'test/e2e/settings-reload.e2e-spec.ts',
  'test/e2e/service-callers.e2e-spec.ts',
  'test/e2e/postman.e2e-spec.ts',
  'test/docs/agreement.e2e-spec.ts',
  'test/idempotency/model.e2e-spec.ts',
  'test/attacks/needless-renewals.e2e-spec.ts',
  'test/resilience/guarded-calls.e2e-spec.ts',
];

/** A machine of CI has no cache of how long suites took last time, and a short file may take a minute. */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.findIndex((file) => path.endsWith(file));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(tests)).sort((a, b) => rank(a) - rank(b));
  }
}
