import type { TlsSettings } from '../../config/sections/tls.settings.js';
import type { Profile } from '../../config/settings.js';

/** Where an upstream is said to be. */
export interface Place {
  url: URL;
  /** Path of the setting that says so. */
  setting: string;
  /** The pool's own time for a connection, in milliseconds. */
  connectMs: number;
  profile: Profile;
  tls?: TlsSettings;
}

/** Without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
