import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { ApplicationTokens } from './application-tokens.js';
import { Credentials } from './credentials.js';
import { OperatorTokens } from './operator-tokens.js';
import { TokenRenewal } from './token-renewal.js';
import { TokenVault } from './token-vault.js';

@Module({
  imports: [ClientsModule],
  providers: [TokenVault, TokenRenewal, ApplicationTokens, OperatorTokens, Credentials],
  exports: [ClientsModule, ApplicationTokens, OperatorTokens, Credentials],
})
export class CredentialsModule {}
