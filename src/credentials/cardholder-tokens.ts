import { Injectable } from '@nestjs/common';
import { WalletGatewayClient } from '../clients/wallet-gateway/wallet-gateway.client.js';
import { Settings } from '../config/settings.js';
import { TokenVault } from './token-vault.js';
import { UserTokens } from './user-tokens.js';

/** The Wallet Gateway tokens of cardholders. */
@Injectable()
export class CardholderTokens extends UserTokens {
  constructor(vault: TokenVault, wallet: WalletGatewayClient, settings: Settings) {
    super(vault, settings, {
      kind: 'cardholder',
      upstream: 'wallet',
      refresh: (refreshToken) => wallet.userRefresh(refreshToken),
    });
  }
}
