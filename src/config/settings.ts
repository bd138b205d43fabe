import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ContractsSettings } from './contract.settings.js';
import { IsIpRange } from './ip-range.validator.js';
import { LimitsSettings } from './limits.settings.js';
import { PartnerSettings } from './partner.settings.js';
import { RedisSettings } from './redis.settings.js';
import { ServiceTokenSettings } from './service-token.settings.js';
import { SessionSettings } from './session.settings.js';
import { UpstreamsSettings } from './upstream.settings.js';
import { ToNumber } from './to-number.js';

export const PROFILES = ['simulator', 'sandbox', 'production'] as const;
export type Profile = (typeof PROFILES)[number];

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export class ListenerSettings {
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  /** 0 takes any free port. */
  @ToNumber()
  @IsInt()
  @Min(0)
  @Max(65_535)
  port: number;
}

export class ServerSettings extends ListenerSettings {
  /** Addresses and networks (CIDR) of the proxies in front, whose `X-Forwarded-For` is believed. */
  @IsArray()
  @IsIpRange({ each: true })
  trustedProxies: string[] = [];

  /** Milliseconds an idle connection is kept. Longer than the load balancer in front keeps it, so that it closes first. */
  @ToNumber()
  @IsInt()
  @Min(1000)
  @Max(3_600_000)
  keepAliveMs = 75_000;

  /** Milliseconds a client may take to send its whole request: an upload of 16 MB over a slow line, but not for ever. */
  @ToNumber()
  @IsInt()
  @Min(1000)
  @Max(3_600_000)
  requestMs = 300_000;

  /** Milliseconds without a byte from a client that sends a body, or to one that reads a long answer. */
  @ToNumber()
  @IsInt()
  @Min(1000)
  @Max(600_000)
  clientStallMs = 30_000;
}

/** Everything a gateway process is told from outside. Sources and their order: `settings.loader.ts`. */
export class Settings {
  @IsIn(PROFILES)
  profile: Profile;

  @IsObject()
  @ValidateNested()
  @Type(() => ServerSettings)
  server: ServerSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => ListenerSettings)
  admin: ListenerSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RedisSettings)
  redis?: RedisSettings;

  @IsIn(LOG_LEVELS)
  logLevel: LogLevel = 'info';

  /** Where clients reach this gateway; the server of the OpenAPI document. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  publicUrl?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => UpstreamsSettings)
  upstreams: UpstreamsSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => SessionSettings)
  sessions: SessionSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => ContractsSettings)
  contracts: ContractsSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => LimitsSettings)
  limits: LimitsSettings = new LimitsSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => ServiceTokenSettings)
  serviceTokens: ServiceTokenSettings = new ServiceTokenSettings();

  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => PartnerSettings)
  partners: PartnerSettings[];
}
