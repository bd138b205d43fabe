import { pause } from '../storage/eventually.js';
import { type Answer, type ForeignCall, ForeignServer, type Operations, textField } from './foreign/foreign-server.js';
import { type Issued, OpaqueTokens, type TokenKind } from './foreign/opaque-tokens.js';

/** What a token endpoint makes of a call; `issue` gives new tokens, and with a refresh spends the old one. */
export type TokenBehaviour = (issue: () => Answer) => Answer | Promise<Answer>;

export interface TokenCall {
  path: string;
  /** On the clock of `performance.now()`. */
  at: number;
  /** Of a refresh. */
  refreshToken: string | undefined;
}

export const after =
  (ms: number): TokenBehaviour =>
  async (issue) => {
    await pause(ms);
    return issue();
  };

export const answering =
  (status: number, body: unknown = { success: false }): TokenBehaviour =>
  () => ({ status, body });

/** Takes the call and never answers. */
export const silent: TokenBehaviour = () => new Promise(() => undefined);

/** Holds the first `count` calls after new tokens were issued, until they are let go; those after them are answered at once. */
export class HeldCalls {
  held = 0;
  private letGo: (behaviour: TokenBehaviour) => void = () => undefined;
  private readonly released = new Promise<TokenBehaviour>((resolve) => (this.letGo = resolve));

  constructor(readonly count: number) {}

  readonly behaviour: TokenBehaviour = async (issue) => {
    const answer = issue();
    if (this.held === this.count) return answer;
    this.held += 1;
    return (await this.released)(() => answer);
  };

  get areAll(): boolean {
    return this.held === this.count;
  }

  /** With what was issued, or with something else. */
  release(behaviour: TokenBehaviour = (issued) => issued()): void {
    this.letGo(behaviour);
  }
}

/** A CMS and a Wallet Gateway in one, whose token endpoints do what a test wants, and count. */
export class TokenUpstream {
  behaviour: TokenBehaviour = (issue) => issue();
  /** How far its clock is ahead, in seconds. */
  skew = 0;
  tokenCalls: TokenCall[] = [];
  /** Calls with a token that had ended or was never issued. */
  refused = 0;
  private readonly server: ForeignServer;
  private url = '';

  private constructor(readonly tokens: OpaqueTokens) {
    this.server = new ForeignServer({ host: '127.0.0.1', basePath: '/rest', operations: this.operations() });
  }

  static async start(tokens = new OpaqueTokens()): Promise<TokenUpstream> {
    const upstream = new TokenUpstream(tokens);
    upstream.url = await upstream.server.start();
    return upstream;
  }

  /** For the settings of a gateway. */
  get upstreams(): object {
    return { cms: { baseUrl: this.url }, wallet: { baseUrl: this.url } };
  }

  /** What was called last with a token: its `authorization`. */
  get lastAuthorization(): string | undefined {
    return this.server.received.findLast(({ path }) => !path.includes('auth'))?.headers.authorization;
  }

  forgetCalls(): void {
    this.tokenCalls = [];
    this.refused = 0;
    this.server.received.length = 0;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private operations(): Operations {
    const login = (kind: TokenKind) => (call: ForeignCall) =>
      this.answerTokens(call, () => this.tokens.issue(kind, 'x'));
    const refresh = (kind: TokenKind) => (call: ForeignCall, body: unknown) => {
      const refreshToken = textField(body, 'refreshToken');
      return this.answerTokens(call, () => this.tokens.refresh(kind, refreshToken), refreshToken);
    };
    return {
      'POST /auth/login': login('application'),
      'POST /auth/refresh': refresh('application'),
      'POST /users/auth/login': login('user'),
      'POST /users/auth/refresh': refresh('user'),
      'POST /app/auth/login': login('application'),
      'POST /app/auth/refresh': refresh('application'),
      'POST /app/users/login': login('user'),
      'POST /app/users/refresh': refresh('user'),
      'POST /app/users/auth/otp': () => ({ status: 200, body: { success: true } }),
      'PUT /app/users/auth/otp': () => ({ status: 200, body: { success: true } }),
      'GET /app/partners/{}/cardholders': ({ headers }) => {
        this.check('application', headers.authorization);
        this.check('user', headers['x-user-token']);
        return { status: 200, body: { success: true, data: [] } };
      },
      'GET /card-transfers/{}': ({ headers }) => {
        if (!this.isGood('user', headers.authorization)) this.check('application', headers.authorization);
        return { status: 200, body: { success: true, data: {} } };
      },
    };
  }

  private answerTokens({ path }: ForeignCall, issue: () => Issued, refreshToken?: string): Answer | Promise<Answer> {
    this.tokenCalls.push({ path, at: performance.now(), refreshToken });
    return this.behaviour(() => {
      const { accessToken, refreshToken: next, accessEnds, refreshEnds } = issue();
      const ends = { expirationToken: accessEnds + this.skew, expirationRefreshToken: refreshEnds + this.skew };
      const data = { id: 501, userId: 'u-1', accessToken, refreshToken: next, ...ends };
      const date = new Date(Date.now() + this.skew * 1000).toUTCString();
      return { status: 200, body: { success: true, data }, headers: { date } };
    });
  }

  private isGood(kind: TokenKind, header: string | undefined): boolean {
    try {
      return this.tokens.subjectOf(kind, header) !== '';
    } catch {
      return false;
    }
  }

  private check(kind: TokenKind, header: string | string[] | undefined): void {
    try {
      this.tokens.subjectOf(kind, header);
    } catch (error) {
      this.refused += 1;
      throw error;
    }
  }
}
