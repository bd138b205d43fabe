import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { numberField, payloadOf, textField } from '../../common/json.js';
import { ApplicationTokenClient } from '../migo/application-token.client.js';
import { refusesPerson } from '../migo/login-refusal.js';
import { callOtpEndpoint, type OtpCall, type OtpOutcome } from '../migo/otp-call.js';
import type { TokenOutcome, Tokens } from '../migo/token-outcome.js';
import { UpstreamTransports } from '../transport/upstream-transports.js';

interface WalletLogin {
  username: string;
  password: string;
}

/** The Wallet Gateway calls that the gateway makes for itself. Paths and fields of the user's login are assumed (docs/adr/0001). */
@Injectable()
export class WalletGatewayClient extends ApplicationTokenClient<'wallet'> {
  constructor(transports: UpstreamTransports, settings: Settings) {
    super('wallet', transports, settings);
  }

  /** A person waits for this answer, so it has the deadline of a business call. */
  userLogin({ username, password }: WalletLogin, applicationToken: string): Promise<TokenOutcome> {
    const { paths, userLoginFields: fields, deadlineMs } = this.settings;
    return this.callTokens({
      path: paths.userLogin,
      body: { [fields.username]: username, [fields.password]: password },
      bearer: applicationToken,
      timeoutMs: deadlineMs,
      isRefusal: refusesPerson,
    });
  }

  userRefresh(refreshToken: string): Promise<TokenOutcome> {
    return this.callTokens({ path: this.settings.paths.userRefresh, body: { refreshToken } });
  }

  /** @throws UpstreamError, or Error for a refusal */
  userLogout(tokens: Tokens, path: string): Promise<void> {
    return this.callLogout(tokens, path, { authorization: `Bearer ${tokens.accessToken}` });
  }

  /** Asks for a one-time code, or verifies it. */
  userOtp(call: Omit<OtpCall, 'purpose'>, headers: Readonly<Record<string, string>>): Promise<OtpOutcome> {
    const { paths, otpPurpose: purpose } = this.settings;
    return callOtpEndpoint(this.transport, this.settings, {
      path: paths.userOtp,
      call: { ...call, purpose },
      headers,
      // wallet/pin-management
      elevates: true,
    });
  }
}

export interface WalletProfile {
  /** The `{authUserId}` of Wallet paths; the user name where the login does not tell it. */
  userId: string;
  name: string;
}

/** Migo documents no answer of this login, so nothing in it is needed but the tokens. */
export function readWalletProfile(answer: unknown, username: string): WalletProfile {
  const data = payloadOf(answer);
  const ids = ['userId', 'authUserId', 'id'].map(
    (name) => textField(data, name) ?? numberField(data, name)?.toString(),
  );
  return { userId: ids.find((id) => id !== undefined) ?? username, name: textField(data, 'name') ?? '' };
}
