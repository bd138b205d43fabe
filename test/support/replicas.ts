import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Client } from './client.js';
import { type GatewayOptions, GatewayProcess } from './gateway-process.js';
import { SigningKey } from './signing-key.js';
import { TokenUpstream } from './token-upstream.js';

const OF_CMS = '/v1/partners/partner-demo/cardholders?page=1&limit=1';
const OF_WALLET = '/v1/card-transfers/1';

interface TokenUser {
  /** Whose token it is that is refreshed. */
  kind: 'application' | 'user';
  logIn: (client: Client) => Promise<Client>;
  /** A call that needs it. */
  path: string;
}

/** Who needs which token. A service calls the Wallet Gateway with the application's. */
export const TOKEN_USERS = {
  application: {
    kind: 'application',
    logIn: (client) => client.asService(),
    path: OF_WALLET,
  },
  operator: { kind: 'user', logIn: (client) => client.logIn(), path: OF_CMS },
  cardholder: {
    kind: 'user',
    logIn: (client) => client.logInAsCardholder(),
    path: OF_WALLET,
  },
} as const satisfies Record<string, TokenUser>;

export type TokenUserName = keyof typeof TOKEN_USERS;

/** Gateways that are replicas of each other, before an upstream whose token endpoints a test has in its hands. */
export class Replicas {
  gateways: GatewayProcess[] = [];
  /** Service tokens of one replica are good at the others. */
  readonly key = new SigningKey('shared');
  private readonly keyPrefix = `test-${randomUUID()}`.slice(0, 32);

  private constructor(
    readonly upstream: TokenUpstream,
    private readonly options: Partial<GatewayOptions>,
  ) {}

  static async start(
    count: number,
    options: Partial<GatewayOptions> & { tokens?: TokenUpstream['tokens'] } = {},
  ): Promise<Replicas> {
    const { tokens, ...rest } = options;
    const replicas = new Replicas(await TokenUpstream.start(tokens), rest);
    await Promise.all(Array.from({ length: count }, () => replicas.add()));
    return replicas;
  }

  async add(env: GatewayOptions['env'] = {}): Promise<GatewayProcess> {
    const { keyPrefix, options, upstream } = this;
    const gateway = await GatewayProcess.start({
      keyPrefix,
      config: { upstreams: upstream.upstreams, serviceTokens: { keys: [this.key.setting] }, ...options.config },
      env: { ...options.env, ...env },
    });
    this.gateways.push(gateway);
    return gateway;
  }

  async logIn(name: TokenUserName): Promise<Client> {
    const user = TOKEN_USERS[name];
    const client = await user.logIn(new Client(this.url(0)));
    const { status } = await client.get(user.path);
    if (status >= 300) throw new Error(`the first call was answered with ${status}`);
    return client;
  }

  /** Every stored token record as it lies in Redis: its version, then what nobody can read. */
  async records(): Promise<Record<string, string | null>> {
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    try {
      const keys = (await redis.keys(`${this.keyPrefix}:token:*`)).sort();
      return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await redis.get(key)] as const)));
    } finally {
      redis.disconnect();
    }
  }

  url(index: number): string {
    return this.gateways[index]?.url ?? '';
  }

  async close(): Promise<void> {
    await this.upstream.close();
    await Promise.all(this.gateways.map((gateway) => gateway.stop('SIGKILL')));
  }
}

/** Since a time by `performance.now()`, to a tenth. */
export function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}

/** One line that can be quoted. */
export function print(what: string, figures: object): void {
  process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);
}

export function statuses(replies: readonly { status: number }[]): Record<number, number> {
  return replies.reduce<Record<number, number>>(
    (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
    {},
  );
}
