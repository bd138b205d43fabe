import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
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

  @IsOptional()
  @IsBoolean()
  tls?: boolean;

  /** Begins every key, so that several gateways can share one Redis. */
  @IsString()
  @Matches(/^[a-z0-9-]{1,32}$/)
  keyPrefix = 'migo';
}
