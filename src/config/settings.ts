import { ArrayNotEmpty, IsIn, IsOptional } from 'class-validator';
import { BaseUrl } from './fields/base-url.js';
import { Section, SectionList, SectionMap } from './fields/sections.js';
import { AdminSettings } from './sections/admin.settings.js';
import { AuditSettings } from './sections/audit.settings.js';
import { ContractsSettings } from './sections/contract.settings.js';
import { DocsSettings } from './sections/docs.settings.js';
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
import { ViewSettings } from './sections/views/view.settings.js';

export const PROFILES = ['simulator', 'sandbox', 'production'] as const;
export type Profile = (typeof PROFILES)[number];

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything a gateway process is told from outside. Sources and their order: `settings.loader.ts`. */
export class Settings {
  @IsIn(PROFILES)
  profile: Profile;

  @Section(() => ServerSettings)
  server: ServerSettings;

  @Section(() => AdminSettings)
  admin: AdminSettings;

  @IsOptional()
  @Section(() => RedisSettings)
  redis?: RedisSettings;

  @Section(() => AuditSettings)
  audit: AuditSettings = new AuditSettings();

  @IsIn(LOG_LEVELS)
  logLevel: LogLevel = 'info';

  /** Where clients reach this gateway; the server of the OpenAPI document. */
  @IsOptional()
  @BaseUrl()
  publicUrl?: string;

  @Section(() => UpstreamsSettings)
  upstreams: UpstreamsSettings;

  @Section(() => SessionSettings)
  sessions: SessionSettings;

  @Section(() => ContractsSettings)
  contracts: ContractsSettings;

  @Section(() => LimitsSettings)
  limits: LimitsSettings = new LimitsSettings();

  @Section(() => IdempotencySettings)
  idempotency: IdempotencySettings = new IdempotencySettings();

  @Section(() => DocsSettings)
  docs: DocsSettings = new DocsSettings();

  @Section(() => ServiceTokenSettings)
  serviceTokens: ServiceTokenSettings = new ServiceTokenSettings();

  @Section(() => StepUpSettings)
  stepUp: StepUpSettings = new StepUpSettings();

  /** What an operator needs in the CMS for a row of the Wallet Gateway, by row id, where it is not what the row's table says. */
  @SectionMap(() => RowPermissionSettings)
  permissions: Map<string, RowPermissionSettings> = new Map<string, RowPermissionSettings>();

  /** Times of single rows, by row id, also of imported ones; and of views, by `views.<name>`. */
  @SectionMap(() => RowTimesSettings)
  routes: Map<string, RowTimesSettings> = new Map<string, RowTimesSettings>();

  @Section(() => ExportsSettings)
  exports: ExportsSettings = new ExportsSettings();

  @Section(() => ReferenceSettings)
  reference: ReferenceSettings = new ReferenceSettings();

  /** Views of the house's own, by name. */
  @SectionMap(() => ViewSettings)
  views: Map<string, ViewSettings> = new Map<string, ViewSettings>();

  @SectionList(() => PartnerSettings)
  @ArrayNotEmpty()
  partners: PartnerSettings[];
}
