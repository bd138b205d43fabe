import { Injectable } from '@nestjs/common';
import { readWalletProfile, WalletGatewayClient } from '../../clients/wallet-gateway/wallet-gateway.client.js';
import type { CardholderCredentials } from './cardholder-login.dto.js';
import { type LoggedIn, type LoginRequest, UserLoginService } from './user-login.service.js';

/** Logs a wallet user in. Migo names the login (introduction/environments) and documents nothing of it. */
@Injectable()
export class CardholderLoginService {
  constructor(
    private readonly wallet: WalletGatewayClient,
    private readonly logins: UserLoginService,
  ) {}

  /** @throws Problem as `UserLoginService.logIn` */
  logIn(request: LoginRequest, credentials: CardholderCredentials): Promise<LoggedIn> {
    const { username } = credentials;
    return this.logins.logIn({
      request,
      loginName: username,
      kind: 'cardholder',
      client: this.wallet,
      send: (applicationToken) => this.wallet.userLogin(credentials, applicationToken),
      ownerOf: (answer) => ({ kind: 'cardholder', user: { username, ...readWalletProfile(answer, username) } }),
    });
  }
}
