import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInstance,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { AdminSettings } from './sections/admin.settings.js';
import { AuditSettings } from './sections/audit.settings.js';
import { ContractsSettings } from './sections/contract.settings.js';
import { ExportsSettings } from './sections/export.settings.js';
import { IdempotencySettings } from './sections/idempotency.settings.js';
import { LimitsSettings } from './sections/limits.settings.js';
import { PartnerSettings } from './sections/partner.settings.js';
import { RedisSettings } from './sections/redis.settings.js';
import { ReferenceSettings } from './sections/reference.settings.js';
import { RowPermissionSettings, RowTimesSettings, StepUpSettings } from './sections/row.settings.js';
import { ServerSettings } from './sections/server.settings.js';
import { ServiceTokenSettings } from './sections/service-token.settings.js';
import { SessionSettings } from './sections/session.settings.js';
import { UpstreamsSettings } from './sections/upstream.settings.js';
import { ViewSettings } from './sections/view.settings.js';

export const PROFILES = ['simulator', 'sandbox', 'production'] as const;
export type Profile = (typeof PROFILES)[number];

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

class DocumentedServerSettings {
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  url: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  description?: string;
}

/** What the OpenAPI document and the console say beside the routes. */
export class DocsSettings {
  /** Whether the console and the OpenAPI documents are served: `/docs`, `/openapi.json`, `/openapi-3.0.json`. */
  @IsBoolean()
  enabled = true;

  /** Other gateways of the same house: sandbox, production. The console can call them, too. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DocumentedServerSettings)
  servers: DocumentedServerSettings[] = [];
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
  @Type(() => AdminSettings)
  admin: AdminSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RedisSettings)
  redis?: RedisSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => AuditSettings)
  audit: AuditSettings = new AuditSettings();

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
  @Type(() => IdempotencySettings)
  idempotency: IdempotencySettings = new IdempotencySettings();

  @IsObject()
  @ValidateNested()
  @Type(() => DocsSettings)
  docs: DocsSettings = new DocsSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => ServiceTokenSettings)
  serviceTokens: ServiceTokenSettings = new ServiceTokenSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => StepUpSettings)
  stepUp: StepUpSettings = new StepUpSettings();

  /** What an operator needs in the CMS for a row of the Wallet Gateway, by row id, where it is not what the row's table says. */
  @IsInstance(Map)
  @ValidateNested({ each: true })
  @Type(() => RowPermissionSettings)
  permissions: Map<string, RowPermissionSettings> = new Map<string, RowPermissionSettings>();

  /** Times of single rows, by row id, also of imported ones; and of views, by `views.<name>`. */
  @IsInstance(Map)
  @ValidateNested({ each: true })
  @Type(() => RowTimesSettings)
  routes: Map<string, RowTimesSettings> = new Map<string, RowTimesSettings>();

  @IsObject()
  @ValidateNested()
  @Type(() => ExportsSettings)
  exports: ExportsSettings = new ExportsSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => ReferenceSettings)
  reference: ReferenceSettings = new ReferenceSettings();

  /** Views of the house's own, by name. */
  @IsInstance(Map)
  @ValidateNested({ each: true })
  @Type(() => ViewSettings)
  views: Map<string, ViewSettings> = new Map<string, ViewSettings>();

  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => PartnerSettings)
  partners: PartnerSettings[];
}
