import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsEmail, IsOptional, Matches } from 'class-validator';
import { Scopes } from '../../fields/scopes.js';
import { IsOneLine } from '../../fields/secret-text.js';
import { Section } from '../../fields/sections.js';
import { Text } from '../../fields/text.js';

export class CmsUserSettings {
  @IsEmail()
  email: string;

  @Text()
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

  @Scopes()
  scopes: string[];

  @IsOptional()
  @Section(() => CmsUserSettings)
  cmsUser?: CmsUserSettings;
}
