import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  Matches,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsEd25519PrivateKey } from '../fields/key.validator.js';
import { AsOrigins, ORIGIN } from '../fields/origin.js';
import { IsHeaderText, IsOneLine } from '../fields/secret-text.js';

const SCOPE = /^(\*|[a-z-]+:[a-z-]+)$/;
const SCOPE_MESSAGE = { each: true, message: 'each scope must look like cards:read, or be *' };

/** Where a JWT comes from: written in the settings, or obtained by a signed login like the Wallet Gateway's. */
const TOKEN_ORIGINS = ['static', 'login'] as const;
export type TokenOrigin = (typeof TOKEN_ORIGINS)[number];

export class MiddlewareCredentialSettings {
  /** Slug of the only merchant that calls of this partner may name. Without it they may name any. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  client?: string;

  /** 64 hexadecimal characters (Migo: introduction/authentication). */
  @IsOptional()
  @IsString()
  @MinLength(16)
  @IsHeaderText()
  merchantToken?: string;

  @IsIn(TOKEN_ORIGINS)
  auth: TokenOrigin = 'static';

  /** The JWT where `auth` is `static`. */
  @IsOptional()
  @IsString()
  @MinLength(16)
  @IsHeaderText()
  jwt?: string;

  /** Body keys of `POST /transactions-hook`. */
  @IsOptional()
  @IsString()
  @IsOneLine()
  publicKey?: string;

  @IsOptional()
  @IsString()
  @IsOneLine()
  privateKey?: string;
}

export class PaymentsCredentialSettings {
  @IsIn(TOKEN_ORIGINS)
  auth: TokenOrigin = 'static';

  @IsOptional()
  @IsString()
  @MinLength(16)
  @IsHeaderText()
  jwt?: string;
}

export class CmsUserSettings {
  @IsEmail()
  email: string;

  @IsString()
  @MinLength(1)
  @IsOneLine()
  password: string;
}

/** An internal service that obtains tokens by client credentials. */
export class ServiceClientSettings {
  @Matches(/^[A-Za-z0-9._-]{1,64}$/)
  id: string;

  /** Two while one replaces the other: each is good. One alone may be written without a list. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray({ message: 'secretSha256 must be 64 hexadecimal characters, or a list of two' })
  @ArrayNotEmpty()
  @ArrayMaxSize(2)
  @Matches(/^[0-9a-f]{64}$/i, { each: true, message: 'secretSha256 must be 64 hexadecimal characters' })
  secretSha256: string[];

  @IsArray()
  @Matches(SCOPE, SCOPE_MESSAGE)
  scopes: string[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CmsUserSettings)
  cmsUser?: CmsUserSettings;
}

/** One tenant: its origins, its Migo credentials, its clients. Nothing of it is ever used for another partner. */
export class PartnerSettings {
  @Matches(/^[A-Za-z0-9._-]{1,64}$/)
  id: string;

  /** Origins of this partner's frontends, e.g. `https://app.partner.example` (RFC 6454). `*` outside production only. */
  @IsArray()
  @ArrayUnique()
  @AsOrigins()
  @Matches(ORIGIN, {
    each: true,
    message: 'each origin must be scheme://host[:port] without a path',
  })
  origins: string[] = [];

  /** Origins of the only addresses that calls of this partner may have Migo tell of payments. Without any, calls may name any. */
  @IsArray()
  @ArrayUnique()
  @AsOrigins()
  @Matches(ORIGIN, { each: true, message: 'each origin must be scheme://host[:port] without a path' })
  callbackOrigins: string[] = [];

  /**
   * Keys with which programs that have no origin, such as native apps, call what is public. Whoever has the app has its key, so a
   * key is no secret; it only says whose calls these are.
   */
  @IsArray()
  @ArrayUnique()
  @Matches(/^[A-Za-z0-9._-]{16,128}$/, { each: true, message: 'each key must be 16 to 128 of A-Z a-z 0-9 . _ -' })
  applicationKeys: string[] = [];

  /** The `{partnerId}` values of CMS paths that callers of this partner may touch. */
  @IsArray()
  @IsString({ each: true })
  cmsPartnerIds: string[] = [];

  /** The one of them that calls are about which name none: where an operator's permission for the Wallet Gateway is looked for. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  defaultCmsPartnerId?: string;

  /** In which days and months begin, where a view asks for today or this month. Migo: recurring-payments/scheduled-charges. */
  @IsTimeZone()
  timeZone = 'America/Guatemala';

  /** Slug that names this partner's application at Migo. */
  @IsString()
  @MinLength(1)
  @IsOneLine()
  merchant: string;

  /** Signs application logins. A partner that calls no upstream which wants one needs none. */
  @IsOptional()
  @IsEd25519PrivateKey()
  privateKey?: string;

  /** What is signed: `{merchant}` and `{timestamp}` (Unix seconds) are filled in. */
  @IsString()
  @MinLength(1)
  signaturePayload = '{merchant}';

  /** Header of the Wallet Gateway's `/configs`; the merchant slug where it is left out. */
  @IsOptional()
  @IsString()
  @IsHeaderText()
  applicationId?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => MiddlewareCredentialSettings)
  middleware?: MiddlewareCredentialSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PaymentsCredentialSettings)
  payments?: PaymentsCredentialSettings;

  /** What this partner's operators may do on Middleware and Payments routes. */
  @IsArray()
  @Matches(SCOPE, SCOPE_MESSAGE)
  operatorScopes: string[] = [];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ServiceClientSettings)
  clients: ServiceClientSettings[] = [];
}
