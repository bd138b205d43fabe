import { Client, type Reply } from './client.js';

const EVERY_MS = 25;
/** Logged in at the same time. */
const SESSIONS = 120;
/** A login or a logout, as often as that; the rest are calls. */
const COMING_AND_GOING = 0.05;

interface Kind {
  logIn: (client: Client) => Promise<Client>;
  call: (client: Client) => Promise<Reply>;
}

const KINDS: readonly Kind[] = [
  {
    logIn: (client) => client.logIn(),
    call: (client) => client.get('/v1/partners/partner-demo/cardholders?limit=1'),
  },
  {
    logIn: (client) => client.logInAsCardholder(),
    call: (client) => client.post('/v1/cards/1001/statements', { year: 2026, month: 6 }),
  },
];

interface User extends Kind {
  client: Client;
}

/** Users who come, call and go, each at any replica, at a steady pace. A user does one thing at a time. */
export class SessionTraffic {
  readonly done: Record<string, number> = {};
  readonly failures: string[] = [];
  private readonly idle: User[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;

  constructor(private readonly urls: readonly string[]) {}

  start(perSecond: number): void {
    const startedAt = performance.now();
    const turnsBefore = this.turn;
    this.timer = setInterval(() => {
      const due = ((performance.now() - startedAt) * perSecond) / 1000;
      while (this.turn - turnsBefore < due) this.next();
    }, EVERY_MS);
  }

  /** Everybody logs out. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
    for (let user = this.idle.shift(); user !== undefined; user = this.idle.shift()) await this.logOut(user);
  }

  private next(): void {
    this.turn += 1;
    const isComingOrGoing = Math.random() < COMING_AND_GOING;
    const user = isComingOrGoing && this.idle.length < SESSIONS ? undefined : this.idle.shift();
    const step = user === undefined ? this.logIn() : isComingOrGoing ? this.logOut(user) : this.call(user);
    const noted = step
      .catch((error: unknown) => {
        this.failures.push(String(error));
      })
      .finally(() => this.underWay.delete(noted));
    this.underWay.add(noted);
  }

  private async logIn(): Promise<void> {
    const kind = KINDS[this.turn % KINDS.length];
    if (kind === undefined) throw new Error('no kind');
    const client = await kind.logIn(new Client(this.url()));
    this.count('login');
    this.idle.push({ ...kind, client });
  }

  private async call(user: User): Promise<void> {
    this.note('call', await user.call(user.client.at(this.url())));
    this.idle.push(user);
  }

  private async logOut({ client }: User): Promise<void> {
    this.note('logout', await client.at(this.url()).delete('/v1/auth/session'));
  }

  private note(what: string, { status, body }: Reply): void {
    this.count(what);
    if (status >= 300) this.failures.push(`${what}: ${status} ${String(body?.code)}`);
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }

  private url(): string {
    return this.urls[Math.floor(Math.random() * this.urls.length)] ?? '';
  }
}
