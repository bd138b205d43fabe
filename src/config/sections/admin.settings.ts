import { ArrayUnique, IsArray, IsOptional, Matches } from 'class-validator';
import { Section, SectionList } from '../fields/sections.js';
import { ListenerSettings } from './server.settings.js';
import { TlsServerSettings } from './tls.settings.js';

/** Somebody, or something, that may use `/ops`. */
export class AdminTokenSettings {
  /** Whom the audit log names. */
  @Matches(/^[A-Za-z0-9._@-]{1,64}$/)
  id: string;

  /** Of the token that is sent as bearer (RFC 6750). */
  @Matches(/^[0-9a-f]{64}$/i, { message: 'secretSha256 must be 64 hexadecimal characters' })
  secretSha256: string;
}

export class AdminSettings extends ListenerSettings {
  /** Probes and metrics are served by it, too, without a client certificate. */
  @IsOptional()
  @Section(() => TlsServerSettings)
  tls?: TlsServerSettings;

  /** Without any, and without `tls.clientCa`, `/ops` answers on a loopback listener under a loopback `Host` only. */
  @SectionList(() => AdminTokenSettings)
  @ArrayUnique((token: AdminTokenSettings) => token.id, { message: 'tokens must have different ids' })
  tokens: AdminTokenSettings[] = [];

  /** Names in `Host` under which `/ops` is called, beside addresses and `localhost`. */
  @IsArray()
  @Matches(/^[a-z0-9.-]{1,253}$/, { each: true, message: 'each must be a host name in small letters, without a port' })
  hosts: string[] = [];
}
