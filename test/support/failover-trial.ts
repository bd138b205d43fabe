import { hash, randomUUID } from 'node:crypto';
import { eventually, pause } from '../storage/eventually.js';
import { Client, type Reply } from './client.js';
import { demoPartner } from './demo-partner.js';
import { done, outcome, pay, Paying } from './paying.js';
import { RedisSentinels } from './redis-sentinels.js';

/** Milliseconds that the login takes between a claim and its call. */
const LOGIN_MS = 400;
const SECRET = 'failover-trial-secret-1';

/** Failovers of one pair of Redis servers under two replicas of a gateway. Each has a partner of its own, who has to log in first. */
export class FailoverTrials {
  private next = 0;

  private constructor(
    private readonly sentinels: RedisSentinels,
    private readonly paying: Paying,
  ) {}

  static async start(count: number): Promise<FailoverTrials> {
    const sentinels = await RedisSentinels.start();
    const partners = Array.from({ length: count }, (_, index) =>
      demoPartner({
        id: `trial-${index}`,
        clients: [{ id: clientOf(index), secretSha256: hash('sha256', SECRET), scopes: ['*'] }],
      }),
    );
    const config = { redis: sentinels.settings, idempotency: { replicas: 1 }, partners };
    const paying = await Paying.start(2, config).catch(async (error: unknown) => {
      await sentinels.stop();
      throw error;
    });
    paying.answers((_request, response) => {
      done(response);
    });
    await paying.control.fault({ upstream: 'wallet', path: '/auth/login', kind: 'slow', delayMs: LOGIN_MS });
    return new FailoverTrials(sentinels, paying);
  }

  /**
   * The primary is killed while a payment has its claim and waits for its token; whoever sent it goes on sending it until it is
   * answered. Gives how often Migo was called.
   */
  async run(killAfterMs: number): Promise<{ calls: number; replies: Reply[] }> {
    const { paying, sentinels } = this;
    const first = await this.service();
    const second = first.at(paying.url(1));
    paying.arrived.length = 0;
    const key = randomUUID();
    const { begun } = await begin(first, second, key);
    await pause(killAfterMs);
    await sentinels.failOver();
    const replies = [await begun];
    await eventually(async () => {
      const reply = await pay(second, key);
      replies.push(reply);
      return [201, 504].includes(reply.status);
    }).catch((cause: unknown) => {
      const told = replies.map(({ status, body }) => `${status} ${body?.code}`);
      throw new Error(`no answer in the end: ${[...new Set(told)].join(', ')}`, { cause });
    });
    return { calls: paying.arrived.length, replies };
  }

  async end(): Promise<void> {
    await this.paying.end();
    await this.sentinels.stop();
  }

  /** While Redis was away, logins were refused. */
  private service(): Promise<Client> {
    const id = clientOf(this.next);
    this.next += 1;
    return eventually(async () => {
      const client = new Client(this.paying.url(0));
      const { status, body } = await client.requestToken({ id, secret: SECRET });
      return status === 200 && client.withToken(String(body.access_token));
    });
  }
}

/** Until Redis takes claims again after the failover before, a payment is refused at once. */
function begin(first: Client, second: Client, key: string): Promise<{ begun: Promise<Reply> }> {
  return eventually(async () => {
    const begun = pay(first, key);
    let status = 0;
    void begun.then((reply) => ({ status } = reply));
    await eventually(async () => status !== 0 || (await outcome(second, key)).body.data?.status === 'running');
    return status !== 503 && { begun };
  });
}

function clientOf(index: number): string {
  return `trial-${index}-billing`;
}
