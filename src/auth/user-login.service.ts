import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { TokenOutcome } from '../clients/tokens/token-outcome.js';
import { UpstreamError } from '../clients/transport/upstream-error.js';
import { problemOfFailure } from '../clients/transport/upstream-problem.js';
import type { UpstreamName } from '../config/upstream.settings.js';
import { type UserLogin, UserLogins } from '../credentials/user-logins.js';
import { Problem } from '../problems/problem.js';
import type { SessionUser } from './session.js';
import { type OpenedSession, Sessions } from './sessions.js';

type TokenGrant = Extract<TokenOutcome, { kind: 'ok' }>;

interface SessionLogin extends UserLogin {
  /** Undefined where the answer does not tell who it is. */
  ownerOf: (answer: TokenGrant['answer']) => SessionUser | undefined;
}

/** Opens a session with a user's login at an upstream. The upstream tokens stay in the store. */
@Injectable()
export class UserLoginService {
  constructor(
    private readonly logins: UserLogins,
    private readonly sessions: Sessions,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(UserLoginService.name);
  }

  /** @throws Problem `login_failed`, `credential_unavailable`, or one that tells how the upstream failed */
  async logIn({ ownerOf, ...login }: SessionLogin): Promise<OpenedSession> {
    const { id: partnerId } = login.partner;
    const { upstream } = login.client;
    const outcome = await this.logins.send(login);
    if (outcome.kind === 'refused') {
      this.logger.warn({ event: 'login_refused', partner: partnerId, upstream }, 'security event');
      throw new Problem('login_failed');
    }
    if (outcome.kind !== 'ok') throw problemOf(outcome.cause, upstream);
    const owner = ownerOf(outcome.answer);
    if (owner === undefined) throw new Problem('upstream_invalid_answer', { upstream });
    const opened = await this.sessions.open({ partnerId, owner, tokens: outcome.tokens });
    const { sessionId: session, kind } = opened.session;
    this.logger.info({ event: 'login', partner: partnerId, kind, session }, 'security event');
    return opened;
  }
}

function problemOf(cause: unknown, upstream: UpstreamName): Problem {
  if (cause instanceof UpstreamError) return problemOfFailure(cause, { movesMoney: false });
  return new Problem('upstream_error', { upstream, cause });
}
