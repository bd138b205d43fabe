import type { CmsClient } from '../../clients/cms/cms.client.js';
import { Problem } from '../../problems/problem.js';
import type { ApplicationTokens } from '../application-tokens.js';
import {
  bearer,
  type Credential,
  type CredentialOwner,
  type CredentialSource,
  type Refusal,
  tokenIn,
} from '../credential.js';
import type { OperatorTokens } from '../operator-tokens.js';

const APPLICATION = 'authorization';
const OPERATOR = 'x-user-token';
type TokenHeader = typeof APPLICATION | typeof OPERATOR;

/** How a 401 may tell which token it means. Migo documents no code for it. */
const HINTS: Readonly<Record<TokenHeader, RegExp>> = {
  [APPLICATION]: /application|merchant/i,
  [OPERATOR]: /user|operator/i,
};

/** Two tokens: the application's, and the operator's in `x-user-token`, which must carry `Bearer ` (Migo: cms-api). */
export class CmsOperatorSource implements CredentialSource {
  constructor(
    private readonly applications: ApplicationTokens,
    private readonly operators: OperatorTokens,
    private readonly client: CmsClient,
  ) {}

  get(owner: CredentialOwner): Credential | Promise<Credential> {
    return this.both(owner, {});
  }

  /** Renews the token that the refusal names, or both where it names none (docs/adr/0005). */
  renew(owner: CredentialOwner, { first, sent, text }: Refusal): Credential | Promise<Credential> | undefined {
    const left = ([APPLICATION, OPERATOR] as const).filter((header) => sent.headers[header] === first.headers[header]);
    if (left.length === 0) return undefined;
    const named = left.filter((header) => HINTS[header].test(text));
    const refused = named.length > 0 ? named : left;
    return this.both(owner, Object.fromEntries(refused.map((header) => [header, tokenIn(sent.headers[header])])));
  }

  private both(
    { partner, sessionId }: CredentialOwner,
    rejected: Partial<Record<TokenHeader, string | undefined>>,
  ): Credential | Promise<Credential> {
    if (sessionId === undefined) throw new Problem('upstream_not_configured', { upstream: 'cms' });
    const application = this.applications.token(partner, this.client, rejected[APPLICATION]);
    const operator = this.operators.token(sessionId, rejected[OPERATOR]);
    if (typeof application === 'string' && typeof operator === 'string') return credentialOf([application, operator]);
    return Promise.all([application, operator]).then(credentialOf);
  }
}

function credentialOf([application, operator]: readonly [application: string, operator: string]): Credential {
  return { headers: { [APPLICATION]: bearer(application), [OPERATOR]: bearer(operator) } };
}
