import { ArrayUnique, IsArray, IsOptional, IsString, IsTimeZone, Matches } from 'class-validator';
import { IsEd25519PrivateKey } from '../fields/key.validator.js';
import { Origins } from '../fields/origins.js';
import { Scopes } from '../fields/scopes.js';
import { IsHeaderText, IsOneLine } from '../fields/secret-text.js';
import { Section, SectionList } from '../fields/sections.js';
import { Text } from '../fields/text.js';
import { MiddlewareCredentialSettings, PaymentsCredentialSettings } from './partners/partner-credential.settings.js';
import { ServiceClientSettings } from './partners/service-client.settings.js';

/** One tenant: its origins, its Migo credentials, its clients. Nothing of it is ever used for another partner. */
export class PartnerSettings {
  @Matches(/^[A-Za-z0-9._-]{1,64}$/)
  id: string;

  /** Origins of this partner's frontends, e.g. `https://app.partner.example` (RFC 6454). `*` outside production only. */
  @Origins()
  origins: string[] = [];

  /** Origins of the only addresses that calls of this partner may have Migo tell of payments. Without any, calls may name any. */
  @Origins()
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
  @Text()
  defaultCmsPartnerId?: string;

  /** In which days and months begin, where a view asks for today or this month. Migo: recurring-payments/scheduled-charges. */
  @IsTimeZone()
  timeZone = 'America/Guatemala';

  /** Slug that names this partner's application at Migo. */
  @Text()
  @IsOneLine()
  merchant: string;

  /** Signs application logins. A partner that calls no upstream which wants one needs none. */
  @IsOptional()
  @IsEd25519PrivateKey()
  privateKey?: string;

  /** What is signed: `{merchant}` and `{timestamp}` (Unix seconds) are filled in. */
  @Text()
  signaturePayload = '{merchant}';

  /** Header of the Wallet Gateway's `/configs`; the merchant slug where it is left out. */
  @IsOptional()
  @IsString()
  @IsHeaderText()
  applicationId?: string;

  @IsOptional()
  @Section(() => MiddlewareCredentialSettings)
  middleware?: MiddlewareCredentialSettings;

  @IsOptional()
  @Section(() => PaymentsCredentialSettings)
  payments?: PaymentsCredentialSettings;

  /** What this partner's operators may do on Middleware and Payments routes. */
  @Scopes()
  operatorScopes: string[] = [];

  @SectionList(() => ServiceClientSettings)
  clients: ServiceClientSettings[] = [];
}
