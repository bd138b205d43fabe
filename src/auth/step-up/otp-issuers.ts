import type { CmsClient } from '../../clients/cms/cms.client.js';
import type { OtpCall, OtpOutcome } from '../../clients/migo/otp-call.js';
import type { CredentialScheme } from '../../clients/upstreams.js';
import type { WalletGatewayClient } from '../../clients/wallet-gateway/wallet-gateway.client.js';
import type { LoginKind } from '../../common/caller-kinds.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import type { Credential } from '../../credentials/credential.js';

interface OtpIssuer {
  upstream: UpstreamName;
  scheme: CredentialScheme;
  call: (call: Omit<OtpCall, 'purpose'>, headers: Credential['headers']) => Promise<OtpOutcome>;
}

export type OtpIssuers = Readonly<Record<LoginKind, OtpIssuer>>;

/** Who sends and verifies the one-time codes of each kind of caller. */
export function otpIssuers(cms: CmsClient, wallet: WalletGatewayClient): OtpIssuers {
  const ofCms: OtpIssuer = {
    upstream: 'cms',
    scheme: 'cms-operator',
    call: (call, headers) => cms.operatorOtp(call, headers),
  };
  const ofWallet: OtpIssuer = {
    upstream: 'wallet',
    scheme: 'wallet-application',
    call: (call, headers) => wallet.userOtp(call, headers),
  };
  return { operator: ofCms, service: ofCms, cardholder: ofWallet };
}
