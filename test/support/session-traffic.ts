import { ANA, Client, JOSE, type Reply } from './client.js';
import { mustNotBeLogged } from './logged-secrets.js';

const EVERY_MS = 25;
/** Logged in at the same time. */
const SESSIONS = 120;
/** A login or a logout, as often as that; the rest are calls. */
const COMING_AND_GOING = 0.05;

interface Kind {
  door: string;
  credentials: object;
  call: (client: Client) => Promise<Reply>;
}

const KINDS: readonly Kind[] = [
  {
    door: '/v1/auth/operator/login',
    credentials: ANA,
    call: (client) => client.get('/v1/partners/partner-demo/cardholders?limit=1'),
  },
  {
    door: '/v1/auth/cardholder/login',
    credentials: JOSE,
    call: (client) => client.post('/v1/cards/1001/statements', { year: 2026, month: 6 }),
  },
];

interface User extends Kind {
  client: Client;
}

/** Users who come, call and go, each at any replica, at a steady pace. A user does one thing at a time. */
export class SessionTraffic {
  /** What was asked for; `held` is what could not be, as everybody was still waiting. */
  readonly done = { login: 0, call: 0, logout: 0, held: 0 };
  readonly failures: string[] = [];
  private readonly idle: User[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;
  private loggedIn = 0;

  constructor(private readonly urls: readonly string[]) {}

  async start(perSecond: number): Promise<void> {
    while (this.loggedIn < SESSIONS && this.failures.length === 0) {
      this.turn += 1;
      await this.logIn();
    }
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
    if (isComingOrGoing && this.loggedIn < SESSIONS) {
      this.track(this.logIn());
      return;
    }
    const user = this.idle.shift();
    // Everybody waits for an answer: more logins would not help whoever is slow.
    if (user === undefined) this.done.held = this.done.held + 1;
    else this.track(isComingOrGoing ? this.logOut(user) : this.call(user));
  }

  private track(step: Promise<void>): void {
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
    this.loggedIn += 1;
    const anonymous = new Client(this.url());
    const reply = await anonymous.post(kind.door, { ...kind.credentials, transport: 'token' });
    if (!this.note('login', reply)) {
      this.loggedIn -= 1;
      return;
    }
    const handle = String(reply.body.data.sessionToken);
    mustNotBeLogged(handle);
    this.idle.push({ ...kind, client: anonymous.withToken(handle) });
  }

  private async call(user: User): Promise<void> {
    this.note('call', await user.call(user.client.at(this.url())));
    this.idle.push(user);
  }

  private async logOut({ client }: User): Promise<void> {
    this.loggedIn -= 1;
    this.note('logout', await client.at(this.url()).delete('/v1/auth/session'));
  }

  private note(what: keyof SessionTraffic['done'], { status, body }: Reply): boolean {
    this.done[what] += 1;
    if (status < 300) return true;
    this.failures.push(`${new Date().toISOString()} ${what}: ${status} ${String(body?.code)}`);
    return false;
  }

  private url(): string {
    return this.urls[Math.floor(Math.random() * this.urls.length)] ?? '';
  }
}
