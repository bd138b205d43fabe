import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ToNumber } from './fields/to-number.js';

const PATH = /^\/[A-Za-z0-9._~/-]*$/;
const PATH_MESSAGE = { message: '$property must be a path that begins with / and holds no query' };

/** Paths that Migo's documentation leaves open or may move (docs/adr/0001-assumptions-about-migo.md). */
export class LoginPaths {
  @Matches(PATH, PATH_MESSAGE)
  login = '/auth/login';

  @Matches(PATH, PATH_MESSAGE)
  refresh = '/auth/refresh';
}

export class WalletPaths extends LoginPaths {
  @Matches(PATH, PATH_MESSAGE)
  userLogin = '/users/auth/login';

  @Matches(PATH, PATH_MESSAGE)
  userRefresh = '/users/auth/refresh';

  @Matches(PATH, PATH_MESSAGE)
  userOtp = '/users/auth/otp';
}

/** What the fields of a wallet user's login are called. */
export class UserLoginFields {
  @IsString()
  @MinLength(1)
  username = 'username';

  @IsString()
  @MinLength(1)
  password = 'password';
}

export class CmsPaths {
  @Matches(PATH, PATH_MESSAGE)
  login = '/app/auth/login';

  @Matches(PATH, PATH_MESSAGE)
  refresh = '/app/auth/refresh';

  @Matches(PATH, PATH_MESSAGE)
  operatorLogin = '/app/users/login';

  @Matches(PATH, PATH_MESSAGE)
  operatorRefresh = '/app/users/refresh';

  @Matches(PATH, PATH_MESSAGE)
  operatorOtp = '/app/users/auth/otp';
}

export class PaymentsPaths extends LoginPaths {
  @Matches(PATH, PATH_MESSAGE)
  transactionSearch = '/transactions';
}

/** One Migo API as this gateway reaches it. Times are milliseconds, sizes are bytes. */
export class UpstreamSettings {
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true, disallow_auth: true },
    { message: 'baseUrl must be an http or https URL without credentials' },
  )
  @Matches(/^[^?#]*$/, { message: 'baseUrl must have no query and no fragment' })
  baseUrl: string;

  /** Connections of the pool, per gateway process. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(4096)
  connections = 64;

  @ToNumber()
  @IsInt()
  @Min(50)
  @Max(60_000)
  connectMs = 1000;

  /** From sending the request to the first byte of the answer. */
  @ToNumber()
  @IsInt()
  @Min(50)
  @Max(60_000)
  firstByteMs = 3000;

  /** From the start of the call to the last byte of the answer; a row of the route table may set its own. */
  @ToNumber()
  @IsInt()
  @Min(100)
  @Max(600_000)
  deadlineMs = 8000;

  /** The first byte of a call behind which a card processor stands: Migo waits for it, and how long it takes is not documented. */
  @ToNumber()
  @IsInt()
  @Min(50)
  @Max(600_000)
  processorFirstByteMs = 30_000;

  /** The whole of such a call. */
  @ToNumber()
  @IsInt()
  @Min(100)
  @Max(600_000)
  processorDeadlineMs = 60_000;

  /** Logins and refreshes run apart from any caller, so that a slow token endpoint costs nobody a session. */
  @ToNumber()
  @IsInt()
  @Min(100)
  @Max(60_000)
  tokenDeadlineMs = 30_000;

  /** Cap of a streamed answer. Answers that must be read whole have their own, much smaller caps. */
  @ToNumber()
  @IsInt()
  @Min(65_536)
  maxAnswerBytes = 1_073_741_824;

  /** Whether its own words about a refused request reach callers, in `errors[].message` and cleaned. */
  @IsBoolean()
  passMessages = true;

  /** Life of an access token whose answer and claims name no expiry. */
  @ToNumber()
  @IsInt()
  @Min(30)
  accessTokenSeconds = 1800;

  @ToNumber()
  @IsInt()
  @Min(60)
  refreshTokenSeconds = 604_800;
}

export class LoginUpstreamSettings extends UpstreamSettings {
  @IsObject()
  @ValidateNested()
  @Type(() => LoginPaths)
  paths: LoginPaths = new LoginPaths();
}

export class WalletUpstreamSettings extends UpstreamSettings {
  @IsObject()
  @ValidateNested()
  @Type(() => WalletPaths)
  paths: WalletPaths = new WalletPaths();

  @IsObject()
  @ValidateNested()
  @Type(() => UserLoginFields)
  userLoginFields: UserLoginFields = new UserLoginFields();

  /** `purpose` of the one-time codes of a step-up. */
  @IsString()
  @MinLength(1)
  otpPurpose = 'login';
}

export class CmsUpstreamSettings extends UpstreamSettings {
  @IsObject()
  @ValidateNested()
  @Type(() => CmsPaths)
  paths: CmsPaths = new CmsPaths();

  /** `purpose` of the one-time codes of a step-up. */
  @IsString()
  @MinLength(1)
  otpPurpose = 'login';
}

export class PaymentsUpstreamSettings extends UpstreamSettings {
  @IsObject()
  @ValidateNested()
  @Type(() => PaymentsPaths)
  paths: PaymentsPaths = new PaymentsPaths();
}

/** An upstream that is left out has no routes that work: they answer `upstream_not_configured`. */
export class UpstreamsSettings {
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WalletUpstreamSettings)
  wallet?: WalletUpstreamSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LoginUpstreamSettings)
  middleware?: LoginUpstreamSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CmsUpstreamSettings)
  cms?: CmsUpstreamSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PaymentsUpstreamSettings)
  payments?: PaymentsUpstreamSettings;
}

export const UPSTREAM_NAMES = ['wallet', 'middleware', 'cms', 'payments'] as const;
export type UpstreamName = (typeof UPSTREAM_NAMES)[number];
