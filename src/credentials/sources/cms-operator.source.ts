import type { CmsClient } from '../../clients/cms/cms.client.js';
import { Problem } from '../../problems/problem.js';
import type { ApplicationTokens } from '../application-tokens.js';
import {
  bearer,
  type Credential,
  type CredentialOwner,
  type CredentialSource,
  type RefusedCredential,
  tokenIn,
} from '../credential.js';
import type { OperatorTokens } from '../operator-tokens.js';
import type { ServiceCmsTokens } from '../service-cms-tokens.js';

const APPLICATION = 'authorization';
const USER = 'x-user-token';
type TokenHeader = typeof APPLICATION | typeof USER;

/** How a 401 may tell which token it means. Migo documents no code for it. */
const HINTS: Readonly<Record<TokenHeader, RegExp>> = {
  [APPLICATION]: /application|merchant/i,
  [USER]: /user|operator/i,
};

/** Whose CMS user a call is made as. */
interface UserTokensOf {
  operators: OperatorTokens;
  services: ServiceCmsTokens;
}

/** Two tokens: the application's, and the CMS user's in `x-user-token`, which must carry `Bearer ` (Migo: cms-api). */
export class CmsOperatorSource implements CredentialSource {
  constructor(
    private readonly applications: ApplicationTokens,
    private readonly users: UserTokensOf,
    private readonly client: CmsClient,
  ) {}

  ready(owner: CredentialOwner): Credential | undefined {
    // First, because it throws where there is no CMS user, before anything is asked for.
    const user = this.readyUserToken(owner);
    const application = user === undefined ? undefined : this.applications.readyToken(owner.partner, this.client);
    return user === undefined || application === undefined ? undefined : credentialOf(application, user);
  }

  get(owner: CredentialOwner): Promise<Credential> {
    return this.both(owner, {});
  }

  /** Renews the token that the refusal names, or both where it names none (docs/adr/0005). */
  async renew(
    owner: CredentialOwner,
    { first, sent, text, isSpared }: RefusedCredential,
  ): Promise<Credential | undefined> {
    const left = ([APPLICATION, USER] as const).filter((name) => {
      const { [name]: header = '' } = sent.headers;
      return header === first.headers[name] && !isSpared(header);
    });
    if (left.length === 0) return undefined;
    const named = left.filter((header) => HINTS[header].test(text));
    const refused = named.length > 0 ? named : left;
    return this.both(owner, Object.fromEntries(refused.map((header) => [header, tokenIn(sent.headers[header])])));
  }

  private async both(
    owner: CredentialOwner,
    rejected: Partial<Record<TokenHeader, string | undefined>>,
  ): Promise<Credential> {
    const [user, application] = await Promise.all([
      this.userToken(owner, rejected[USER]),
      this.applications.token(owner.partner, this.client, rejected[APPLICATION]),
    ]);
    return credentialOf(application, user);
  }

  private readyUserToken(owner: CredentialOwner): string | undefined {
    switch (owner.kind) {
      case 'operator':
        return this.users.operators.readyToken(owner.sessionId);
      case 'service':
        return this.users.services.readyToken(owner.partner, owner.clientId);
      case 'cardholder':
      case 'public':
        return undefined;
    }
  }

  private userToken(owner: CredentialOwner, rejected: string | undefined): Promise<string> {
    switch (owner.kind) {
      case 'operator':
        return this.users.operators.token(owner.sessionId, rejected);
      case 'service':
        return this.users.services.token(owner.partner, owner.clientId, rejected);
      case 'cardholder':
      case 'public':
        throw new Problem('upstream_not_configured', { upstream: 'cms' });
    }
  }
}

function credentialOf(application: string, user: string): Credential {
  return { headers: { [APPLICATION]: bearer(application), [USER]: bearer(user) } };
}
