import { IsArray, IsOptional } from 'class-validator';
import { BaseUrl } from '../fields/base-url.js';
import { Flag } from '../fields/flag.js';
import { Integer } from '../fields/numbers.js';
import { Section } from '../fields/sections.js';
import { Text } from '../fields/text.js';
import { IsIpRange } from '../fields/ip-range.validator.js';
import { TlsSettings } from './tls.settings.js';
import { BreakerSettings, BulkheadSettings, RetrySettings } from './resilience.settings.js';
import { CmsPaths, MiddlewarePaths, PaymentsPaths, WalletPaths } from './upstream-paths.settings.js';

/** What the fields of a wallet user's login are called. */
export class UserLoginFields {
  @Text()
  username = 'username';

  @Text()
  password = 'password';
}

/** One Migo API as this gateway reaches it. Times are milliseconds, sizes are bytes. */
export class UpstreamSettings {
  @BaseUrl()
  baseUrl: string;

  /** Addresses and networks (CIDR), beside public ones, that its name may resolve to. */
  @IsArray()
  @IsIpRange({ each: true })
  allowedNetworks: string[] = [];

  /** Where it has an authority of its own, or wants a certificate. */
  @IsOptional()
  @Section(() => TlsSettings)
  tls?: TlsSettings;

  /** Connections of usual calls, per gateway process; streams, uploads and the gateway's own calls have their own. */
  @Integer({ min: 1, max: 4096 })
  connections = 64;

  @Integer({ min: 50, max: 60_000 })
  connectMs = 1000;

  /** From sending the request to the first byte of the answer. */
  @Integer({ min: 50, max: 60_000 })
  firstByteMs = 3000;

  /** From the start of the call to the last byte of the answer; a row of the route table may set its own. */
  @Integer({ min: 100, max: 600_000 })
  deadlineMs = 8000;

  /** The first byte of a call behind which a card processor stands: Migo waits for it, and how long it takes is not documented. */
  @Integer({ min: 50, max: 600_000 })
  processorFirstByteMs = 30_000;

  /** The whole of such a call. */
  @Integer({ min: 100, max: 600_000 })
  processorDeadlineMs = 60_000;

  /** Logins and refreshes run apart from any caller, so that a slow token endpoint costs nobody a session. */
  @Integer({ min: 100, max: 60_000 })
  tokenDeadlineMs = 30_000;

  /** Cap of a streamed answer. Answers that must be read whole have their own, much smaller caps. */
  @Integer({ min: 65_536 })
  maxAnswerBytes = 1_073_741_824;

  /** Whether its own words about a refused request reach callers, in `errors[].message` and cleaned. */
  @Flag()
  passMessages = true;

  /** Life of an access token whose answer and claims name no expiry. */
  @Integer({ min: 1 })
  accessTokenSeconds = 1800;

  @Integer({ min: 1 })
  refreshTokenSeconds = 604_800;

  @Section(() => BreakerSettings)
  breaker: BreakerSettings = new BreakerSettings();

  @Section(() => BulkheadSettings)
  bulkhead: BulkheadSettings = new BulkheadSettings();

  @Section(() => RetrySettings)
  retry: RetrySettings = new RetrySettings();
}

export class MiddlewareUpstreamSettings extends UpstreamSettings {
  @Section(() => MiddlewarePaths)
  paths: MiddlewarePaths = new MiddlewarePaths();
}

export class WalletUpstreamSettings extends UpstreamSettings {
  @Section(() => WalletPaths)
  paths: WalletPaths = new WalletPaths();

  @Section(() => UserLoginFields)
  userLoginFields: UserLoginFields = new UserLoginFields();

  /** `purpose` of the one-time codes of a step-up. */
  @Text()
  otpPurpose = 'login';

  /** Whether the operations whose samples have a header `x-application-id` get one. Whether Migo wants it is not known. */
  @Flag()
  sendApplicationId = true;
}

export class CmsUpstreamSettings extends UpstreamSettings {
  /** Whether the application login is signed, too: Migo documents `{ merchant }` alone. */
  @Flag()
  signLogin = false;

  @Section(() => CmsPaths)
  paths: CmsPaths = new CmsPaths();

  /** `purpose` of the one-time codes of a step-up. */
  @Text()
  otpPurpose = 'login';
}

export class PaymentsUpstreamSettings extends UpstreamSettings {
  @Section(() => PaymentsPaths)
  paths: PaymentsPaths = new PaymentsPaths();
}

/** An upstream that is left out has no routes that work: they answer `upstream_not_configured`. */
export class UpstreamsSettings {
  @IsOptional()
  @Section(() => WalletUpstreamSettings)
  wallet?: WalletUpstreamSettings;

  @IsOptional()
  @Section(() => MiddlewareUpstreamSettings)
  middleware?: MiddlewareUpstreamSettings;

  @IsOptional()
  @Section(() => CmsUpstreamSettings)
  cms?: CmsUpstreamSettings;

  @IsOptional()
  @Section(() => PaymentsUpstreamSettings)
  payments?: PaymentsUpstreamSettings;
}

export const UPSTREAM_NAMES = ['wallet', 'middleware', 'cms', 'payments'] as const;
export type UpstreamName = (typeof UPSTREAM_NAMES)[number];
