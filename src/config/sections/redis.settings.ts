import { Transform } from 'class-transformer';
import { ArrayNotEmpty, IsOptional, IsString, Matches } from 'class-validator';
import { Integer } from '../fields/numbers.js';
import { Section, SectionList } from '../fields/sections.js';
import { Text } from '../fields/text.js';
import { IsRedisUrl } from '../fields/redis-url.validator.js';
import { TlsSettings } from './tls.settings.js';

export class RedisNodeSettings {
  @Text()
  host: string;

  @Integer({ min: 1, max: 65_535 })
  port: number;
}

/** Where Redis is: one of `url`, `sentinels` and `cluster`. What goes with which: `rules/redis.rules.ts`. */
export class RedisSettings {
  /** One server, or a primary behind one address; holds the login too. */
  @IsOptional()
  @IsRedisUrl()
  url?: string;

  /** The Sentinels that know the primary called `name`. */
  @IsOptional()
  @SectionList(() => RedisNodeSettings)
  @ArrayNotEmpty()
  sentinels?: RedisNodeSettings[];

  @IsOptional()
  @Text()
  name?: string;

  @IsOptional()
  @Text()
  sentinelPassword?: string;

  /** Some nodes of a Cluster; the others are learnt from them. */
  @IsOptional()
  @SectionList(() => RedisNodeSettings)
  @ArrayNotEmpty()
  cluster?: RedisNodeSettings[];

  @IsOptional()
  @Text()
  username?: string;

  @IsOptional()
  @Text()
  password?: string;

  /** TLS to every node. `true` and `false` stand for `{}` and nothing. */
  @IsOptional()
  @Section(() => TlsSettings)
  @Transform(({ value }: { value: unknown }) => (typeof value === 'boolean' ? tlsOf(value) : value))
  tls?: TlsSettings;

  /** Begins every key, so that several gateways can share one Redis. */
  @IsString()
  @Matches(/^[a-z0-9-]{1,32}$/)
  keyPrefix = 'migo';
}

function tlsOf(isWanted: boolean): TlsSettings | undefined {
  return isWanted ? new TlsSettings() : undefined;
}
