/** What Migo refuses reaches the caller as what it is, by the statuses and codes that Migo's pages name for it. */
import type { Client, Reply } from '../support/client.js';
import { Walk } from '../support/walk.js';

const VERIFY = { uid: 'trx_demo00000002', processor: 'visa-cybersource' };
const WITHDRAWAL = { operation: 'WITHDRAW_FUNDS', amount: 9_000_000, reference: 'too-much', channel: 'WEB' };

let walk: Walk;
let service: Client;

beforeAll(async () => {
  walk = await Walk.start();
  ({ service } = walk.callers);
});

afterAll(() => walk.end());

describe('by its code', () => {
  it('more than is on a card: refused, and not to be tried again', async () => {
    const { body } = await service.post('/v1/cards/1001/funds', WITHDRAWAL);
    expect(body).toMatchObject({ code: 'rejected_by_migo', retryable: false, errors: [{ code: '7303' }] });
  });

  it('a card that is absent: not found', async () => {
    const { body } = await service.post('/v1/cards/999999/statements', { month: 10, year: 2026 });
    expect(body).toMatchObject({ code: 'not_found', errors: [{ code: '7200' }] });
  });
});

describe('by its status', () => {
  it('a plan that is absent: not found, in the words of Migo', async () => {
    const { body } = await service.get('/v1/plans/plan_absent/client/migoDeveloper/detail');
    expect(body.code).toBe('not_found');
    expect(body.errors.map(({ message }: { message: string }) => message).join()).toContain('Plan not found');
  });

  it('a subscription that has ended: a conflict', async () => {
    const { body } = await service.delete('/v1/subscriptions/sub_demo_expired');
    expect(body.code).toBe('conflict');
  });
});

describe('of a card', () => {
  const verify = (token: string): Promise<Reply> =>
    service.post('/v1/subscriptions/verify-card', { ...VERIFY, cardInfo: { token } });

  it.each(['tok_demo', 'tok_declined', 'tok_unverified'])('%s: a success is a card that is verified', async (token) => {
    const { status, body } = await verify(token);
    expect(status < 300).toBe(body.data?.verified === true);
  });

  it.each(['tok_declined', 'tok_expired'])('%s: no failure of Migo', async (token) => {
    const { status } = await verify(token);
    expect(status).toBeLessThan(500);
  });

  it.each(['tok_unreachable', 'tok_timeout'])('%s: a success, or nobody knows', async (token) => {
    const { status, body } = await verify(token);
    expect(status < 300 || body.code).toBe(status < 300 || 'outcome_unknown');
  });
});
