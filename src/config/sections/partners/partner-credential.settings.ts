import { IsIn, IsOptional } from 'class-validator';
import { HeaderSecret, IsOneLine } from '../../fields/secret-text.js';
import { Text } from '../../fields/text.js';

/** Where a JWT comes from: written in the settings, or obtained by a signed login like the Wallet Gateway's. */
const TOKEN_ORIGINS = ['static', 'login'] as const;
export type TokenOrigin = (typeof TOKEN_ORIGINS)[number];

class JwtSettings {
  @IsIn(TOKEN_ORIGINS)
  auth: TokenOrigin = 'static';

  /** The JWT where `auth` is `static`. */
  @IsOptional()
  @HeaderSecret()
  jwt?: string;
}

export class MiddlewareCredentialSettings extends JwtSettings {
  /** Slug of the only merchant that calls of this partner may name. Without it they may name any. */
  @IsOptional()
  @Text()
  client?: string;

  /** 64 hexadecimal characters (Migo: introduction/authentication). */
  @IsOptional()
  @HeaderSecret()
  merchantToken?: string;

  /** Body keys of `POST /transactions-hook`. */
  @IsOptional()
  @Text()
  @IsOneLine()
  publicKey?: string;

  @IsOptional()
  @Text()
  @IsOneLine()
  privateKey?: string;
}

export class PaymentsCredentialSettings extends JwtSettings {}
