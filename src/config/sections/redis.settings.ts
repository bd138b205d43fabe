import { Transform, Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsRedisUrl } from '../fields/redis-url.validator.js';
import { ToNumber } from '../fields/to-number.js';
import { TlsSettings } from './tls.settings.js';

export class RedisNodeSettings {
  @IsString()
  @MinLength(1)
  host: string;

  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(65_535)
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
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => RedisNodeSettings)
  sentinels?: RedisNodeSettings[];

  @IsOptional()
  @IsString()
  @MinLength(1)
  name?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  sentinelPassword?: string;

  /** Some nodes of a Cluster; the others are learnt from them. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => RedisNodeSettings)
  cluster?: RedisNodeSettings[];

  @IsOptional()
  @IsString()
  @MinLength(1)
  username?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  password?: string;

  /** TLS to every node. `true` and `false` stand for `{}` and nothing. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TlsSettings)
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
