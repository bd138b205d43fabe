import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { CmsClient, readOperatorProfile } from '../clients/cms/cms.client.js';
import type { TokenOutcome } from '../clients/tokens/token-outcome.js';
import { UpstreamError } from '../clients/transport/upstream-error.js';
import { problemOfFailure } from '../clients/transport/upstream-problem.js';
import type { PartnerSettings } from '../config/partner.settings.js';
import { ApplicationTokens } from '../credentials/application-tokens.js';
import { Problem } from '../problems/problem.js';
import type { Session } from './session.js';
import { Sessions } from './sessions.js';

interface OperatorCredentials {
  email: string;
  password: string;
}

/** Logs a CMS user in: application login, then operator login. Both upstream tokens stay in the store. Migo: cms-api/cms-users. */
@Injectable()
export class OperatorLoginService {
  constructor(
    private readonly cms: CmsClient,
    private readonly applications: ApplicationTokens,
    private readonly sessions: Sessions,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(OperatorLoginService.name);
  }

  /** @throws Problem `login_failed`, `credential_unavailable`, or one that tells how the CMS failed */
  async logIn(
    partner: PartnerSettings,
    credentials: OperatorCredentials,
  ): Promise<{ handle: string; session: Session }> {
    const outcome = await this.callCms(partner, credentials);
    if (outcome.kind === 'refused') {
      this.logger.warn({ event: 'login_refused', partner: partner.id }, 'security event');
      throw new Problem('login_failed');
    }
    if (outcome.kind !== 'ok') throw problemOf(outcome.cause);
    const user = readOperatorProfile(outcome.answer, credentials.email);
    if (user === undefined) throw new Problem('upstream_invalid_answer', { upstream: 'cms' });
    const opened = await this.sessions.open({ partnerId: partner.id, user, tokens: outcome.tokens });
    this.logger.info({ event: 'login', partner: partner.id, session: opened.session.sessionId }, 'security event');
    return opened;
  }

  private async callCms(partner: PartnerSettings, credentials: OperatorCredentials): Promise<TokenOutcome> {
    const token = await this.applications.token(partner, this.cms);
    const outcome = await this.cms.operatorLogin(credentials, token);
    // A refusal that speaks of a token means the application's, not the password.
    if (outcome.kind !== 'refused' || !/token/i.test(outcome.text)) return outcome;
    return this.cms.operatorLogin(credentials, await this.applications.token(partner, this.cms, token));
  }
}

function problemOf(cause: unknown): Problem {
  if (cause instanceof UpstreamError) return problemOfFailure(cause, { movesMoney: false });
  return new Problem('upstream_error', { upstream: 'cms', cause });
}
