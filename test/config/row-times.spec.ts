import { SettingsError } from '../../src/config/settings.error.js';
import { CAPABILITIES } from '../../src/modules/capabilities.js';
import { prepareRoute, type PreparedRoute } from '../../src/routes/prepared-route.js';
import { checkRowTimes } from '../../src/routes/check-row-times.js';
import { pathsOf, SettingsFolder } from './settings-folder.js';

let folder: SettingsFolder;
beforeEach(() => {
  folder = new SettingsFolder();
});
afterEach(() => {
  folder.remove();
});

const UPSTREAM = {
  baseUrl: 'https://migo.test',
  firstByteMs: 1000,
  deadlineMs: 2000,
  processorFirstByteMs: 3000,
  processorDeadlineMs: 4000,
};
const UPSTREAMS = { wallet: UPSTREAM, middleware: UPSTREAM, cms: UPSTREAM, payments: UPSTREAM };

/** The operations of Migo behind which a processor stands, by its documentation; each of them may wait for a bank. */
const BEHIND_A_PROCESSOR = [
  'subscriptions.verifyCard',
  'charges.submitCharges',
  'refunds.revertTransaction',
  'refunds.refundTransaction',
  'alternative-payments.createAlternativePayment',
  'alternative-payments.createPaymentIntent',
  'alternative-payments.processAlternativePayment',
  'alternative-payments.dismissAlternativePayment',
  'payment-links.createPaymentLink',
  'payment-links.createPaymentLinkFromBrowser',
  'cards.assignFunds',
  'cards.updateFunds',
  'transfers.createTransfer',
  'terminal-payments.createTerminalPayment',
  'terminal-payments.updateTerminalPayment',
];

function routesWith(config: object): Record<string, Pick<PreparedRoute, 'firstByteMs' | 'deadlineMs'>> {
  const settings = folder.load({ config });
  const routes = CAPABILITIES.flatMap(({ capability, table: { target, rows } }) =>
    Object.entries(rows).map(([name, row]) => prepareRoute({ capability, name, row, target }, settings)),
  );
  return Object.fromEntries(routes.map(({ id, firstByteMs, deadlineMs }) => [id, { firstByteMs, deadlineMs }]));
}

describe('the times of a row', () => {
  it('are 30 s to the first byte and 60 s in all where a processor stands behind it, and nowhere else', () => {
    const long = Object.entries(routesWith({})).filter(([, { firstByteMs }]) => firstByteMs === 30_000);

    expect(long.map(([id]) => id).sort()).toEqual([...BEHIND_A_PROCESSOR].sort());
    expect(new Set(long.map(([, { deadlineMs }]) => deadlineMs))).toEqual(new Set([60_000]));
  });

  it('are those of its upstream', () => {
    const routes = routesWith({ upstreams: UPSTREAMS });

    expect(routes['cards.createStatement']).toEqual({ firstByteMs: 1000, deadlineMs: 2000 });
    for (const id of BEHIND_A_PROCESSOR)
      expect([id, routes[id]]).toEqual([id, { firstByteMs: 3000, deadlineMs: 4000 }]);
  });

  it('are those of the table, whole, for what is answered when it is complete', () => {
    expect(routesWith({})['bulk-uploads.uploadCards']).toEqual({ firstByteMs: 60_000, deadlineMs: 60_000 });
    expect(routesWith({})['bulk-uploads.followBatch']).toEqual({ firstByteMs: 600_000, deadlineMs: 600_000 });
  });

  it('may be set for it alone, the one or the other', () => {
    const routes = routesWith({
      upstreams: UPSTREAMS,
      routes: {
        'cards.assignFunds': { firstByteMs: 45_000, deadlineMs: 90_000 },
        'cards.createStatement': { deadlineMs: 5000 },
        'transfers.createTransfer': { firstByteMs: 3500 },
        'bulk-uploads.uploadCards': { deadlineMs: 120_000 },
      },
    });

    expect(routes).toMatchObject({
      'cards.assignFunds': { firstByteMs: 45_000, deadlineMs: 90_000 },
      'cards.updateFunds': { firstByteMs: 3000, deadlineMs: 4000 },
      'cards.createStatement': { firstByteMs: 1000, deadlineMs: 5000 },
      'transfers.createTransfer': { firstByteMs: 3500, deadlineMs: 4000 },
      'bulk-uploads.uploadCards': { firstByteMs: 120_000, deadlineMs: 120_000 },
    });
  });

  it.each([
    [{ firstByteMs: 49 }, 'routes.cards.assignFunds.firstByteMs'],
    [{ deadlineMs: 600_001 }, 'routes.cards.assignFunds.deadlineMs'],
    [{ deadlineMs: 'long' }, 'routes.cards.assignFunds.deadlineMs'],
    [{ deadline: 9000 }, 'routes.cards.assignFunds.deadline'],
  ])('are refused at start where they are wrong: %j', (times, path) => {
    const paths = pathsOf(folder.refusal({ config: { routes: { 'cards.assignFunds': times } } }));
    expect(new Set(paths)).toEqual(new Set([path]));
  });

  it('are refused at start for a row that does not exist, by its path', () => {
    const settings = folder.load({ config: { routes: { 'cards.assignFund': { deadlineMs: 9000 } } } });
    let wrong: unknown;
    try {
      checkRowTimes(settings, CAPABILITIES);
    } catch (error) {
      wrong = error instanceof SettingsError && error.wrong;
    }
    expect(wrong).toEqual([{ path: 'routes.cards.assignFund', message: expect.any(String) }]);
  });
});
