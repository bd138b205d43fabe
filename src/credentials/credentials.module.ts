import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { ApplicationTokens } from './application-tokens.js';
import { CardholderTokens } from './cardholder-tokens.js';
import { Credentials } from './credentials.js';
import { OperatorTokens } from './operator-tokens.js';
import { ServiceCmsTokens } from './service-cms-tokens.js';
import { TokenRenewal } from './renewal/token-renewal.js';
import { TokenVault } from './token-vault.js';
import { UpstreamLogout } from './upstream-logout.js';
import { UserLogins } from './user-logins.js';

@Module({
  imports: [ClientsModule],
  providers: [
    TokenVault,
    TokenRenewal,
    ApplicationTokens,
    UserLogins,
    OperatorTokens,
    CardholderTokens,
    ServiceCmsTokens,
    UpstreamLogout,
    Credentials,
  ],
  exports: [
    ClientsModule,
    ApplicationTokens,
    UserLogins,
    OperatorTokens,
    CardholderTokens,
    ServiceCmsTokens,
    UpstreamLogout,
    Credentials,
  ],
})
export class CredentialsModule {}
