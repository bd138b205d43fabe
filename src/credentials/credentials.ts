import { Injectable } from '@nestjs/common';
import { CmsClient } from '../clients/cms/cms.client.js';
import { MiddlewareClient } from '../clients/middleware/middleware.client.js';
import { PaymentsApiClient } from '../clients/payments-api/payments-api.client.js';
import { WalletGatewayClient } from '../clients/wallet-gateway/wallet-gateway.client.js';
import { ApplicationTokens } from './application-tokens.js';
import { bearer, type CredentialScheme, type CredentialSource } from './credential.js';
import { OperatorTokens } from './operator-tokens.js';
import { ApplicationSource } from './sources/application.source.js';
import { CmsOperatorSource } from './sources/cms-operator.source.js';
import { JwtSource } from './sources/jwt.source.js';
import { StaticSource } from './sources/static.source.js';

/** Which source serves which scheme. Migo: introduction/authentication; the table of schemes is in docs/architecture.md. */
@Injectable()
export class Credentials {
  private readonly sources: Readonly<Record<CredentialScheme, CredentialSource>>;

  constructor(
    applications: ApplicationTokens,
    operators: OperatorTokens,
    wallet: WalletGatewayClient,
    middleware: MiddlewareClient,
    cms: CmsClient,
    payments: PaymentsApiClient,
  ) {
    const merchantToken = (format: (token: string) => string): CredentialSource =>
      new StaticSource({ upstream: 'middleware', read: (partner) => partner.middleware?.merchantToken, format });
    this.sources = {
      'wallet-application': new ApplicationSource(applications, wallet),
      'cms-operator': new CmsOperatorSource(applications, operators, cms),
      'middleware-jwt': new JwtSource((partner) => partner.middleware?.auth, {
        static: new StaticSource({
          upstream: 'middleware',
          read: (partner) => partner.middleware?.jwt,
          format: bearer,
        }),
        login: new ApplicationSource(applications, middleware),
      }),
      'middleware-merchant-token': merchantToken(bearer),
      'middleware-merchant-token-raw': merchantToken((token) => token),
      'payments-jwt': new JwtSource((partner) => partner.payments?.auth, {
        static: new StaticSource({ upstream: 'payments', read: (partner) => partner.payments?.jwt, format: bearer }),
        login: new ApplicationSource(applications, payments),
      }),
    };
  }

  source(scheme: CredentialScheme): CredentialSource {
    return this.sources[scheme];
  }
}
