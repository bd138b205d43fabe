import { Injectable } from '@nestjs/common';
import { CmsClient } from '../clients/cms/cms.client.js';
import { MiddlewareClient } from '../clients/middleware/middleware.client.js';
import { PaymentsApiClient } from '../clients/payments-api/payments-api.client.js';
import type { ApplicationTokenClient } from '../clients/migo/application-token.client.js';
import type { CredentialScheme } from '../clients/upstreams.js';
import { WalletGatewayClient } from '../clients/wallet-gateway/wallet-gateway.client.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';
import type { MiddlewareCredentialSettings } from '../config/sections/partners/partner-credential.settings.js';
import { Settings } from '../config/settings.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';
import { ApplicationTokens } from './application-tokens.js';
import { CardholderTokens } from './cardholder-tokens.js';
import { bearer, type Credential, type CredentialSource } from './credential.js';
import { OperatorTokens } from './operator-tokens.js';
import { ServiceCmsTokens } from './service-cms-tokens.js';
import { BearerSource, type OwnerTokens } from './sources/bearer.source.js';
import { CmsOperatorSource } from './sources/cms-operator.source.js';
import { JwtSource } from './sources/jwt.source.js';
import { StaticSource } from './sources/static.source.js';

/** Which source serves which scheme. Migo: introduction/authentication; the table of schemes is in docs/callers.md. */
@Injectable()
export class Credentials {
  private readonly sources: Readonly<Record<CredentialScheme, CredentialSource>>;

  constructor(
    applications: ApplicationTokens,
    operators: OperatorTokens,
    cardholders: CardholderTokens,
    services: ServiceCmsTokens,
    wallet: WalletGatewayClient,
    middleware: MiddlewareClient,
    cms: CmsClient,
    payments: PaymentsApiClient,
    { upstreams }: Settings,
  ) {
    const fromSettings = (
      upstream: UpstreamName,
      setting: string,
      read: (partner: PartnerSettings) => Credential | undefined,
    ): StaticSource => new StaticSource({ upstream, setting: `${upstream}.${setting}`, read });
    const application = (client: ApplicationTokenClient): OwnerTokens => ({
      ready: ({ partner }) => applications.readyToken(partner, client),
      get: ({ partner }, rejected) => applications.token(partner, client, rejected),
    });
    const walletApplication = application(wallet);
    // A cardholder acts as himself: the application's token would let him act for everybody.
    const walletToken: OwnerTokens = {
      ready: (owner) =>
        owner.kind === 'cardholder' ? cardholders.readyToken(owner.sessionId) : walletApplication.ready(owner),
      get: (owner, rejected) =>
        owner.kind === 'cardholder'
          ? cardholders.token(owner.sessionId, rejected)
          : walletApplication.get(owner, rejected),
    };
    this.sources = {
      'wallet-application': new BearerSource(walletToken),
      'wallet-application-id': new BearerSource(walletToken, (partner) => ({
        applicationid: applicationIdOf(partner),
      })),
      'wallet-x-application-id': new BearerSource(
        walletToken,
        upstreams.wallet?.sendApplicationId === true
          ? (partner) => ({ 'x-application-id': applicationIdOf(partner) })
          : undefined,
      ),
      'cms-operator': new CmsOperatorSource(applications, { operators, services }, cms),
      'middleware-jwt': new JwtSource((partner) => partner.middleware?.auth, {
        static: fromSettings('middleware', 'jwt', (partner) => authorization(partner.middleware?.jwt, bearer)),
        login: new BearerSource(application(middleware)),
      }),
      'middleware-merchant-token': fromSettings('middleware', 'merchantToken', (partner) =>
        authorization(partner.middleware?.merchantToken, bearer),
      ),
      'middleware-merchant-token-raw': fromSettings('middleware', 'merchantToken', (partner) =>
        authorization(partner.middleware?.merchantToken, (token) => token),
      ),
      'middleware-body-keys': fromSettings('middleware', 'publicKey or privateKey', ({ middleware: keys }) =>
        bodyKeys(keys),
      ),
      'payments-jwt': new JwtSource((partner) => partner.payments?.auth, {
        static: fromSettings('payments', 'jwt', (partner) => authorization(partner.payments?.jwt, bearer)),
        login: new BearerSource(application(payments)),
      }),
    };
  }

  source(scheme: CredentialScheme): CredentialSource {
    return this.sources[scheme];
  }
}

function applicationIdOf({ applicationId, merchant }: PartnerSettings): string {
  return applicationId ?? merchant;
}

function authorization(token: string | undefined, format: (token: string) => string): Credential | undefined {
  return token === undefined ? undefined : { headers: { authorization: format(token) } };
}

function bodyKeys({ privateKey, publicKey }: Partial<MiddlewareCredentialSettings> = {}): Credential | undefined {
  if (privateKey === undefined || publicKey === undefined) return undefined;
  return { headers: {}, body: { privateKey, publicKey } };
}
