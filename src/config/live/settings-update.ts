import { tlsPlaces } from '../rules/tls-places.js';
import { settingsChanges } from './settings-changes.js';
import type { Settings } from '../settings.js';

/** The parts of the settings that are replaced while the gateway runs. All others are read at its start alone. */
const LIVE_PARTS = ['partners', 'limits', 'sessions', 'serviceTokens', 'logLevel'] as const;

/** Certificates and their keys, too: they end sooner than processes do. Whether Redis and the admin port speak TLS at all is for a start. */
const LIVE_CERTIFICATES = /^upstreams\.\w+\.tls(\.|$)|^(redis|admin)\.tls\./;

/** Where others are called, whom the certificates in use are not meant for. */
const ADDRESS = /^(?<owner>upstreams\.\w+|redis)\.(baseUrl|url|sentinels|cluster)\b/;

export interface SettingsUpdate {
  /** Paths of what is replaced. */
  changed: string[];
  /** Paths of what differs from the settings in use, and stays as it is until the next start. */
  needsRestart: string[];
  /** Puts the new parts in the place of those in use, all at once: no request runs meanwhile. */
  apply: () => void;
}

/** How settings in use become `next`. What has not changed keeps its identity, so that nothing is made of it anew. */
export function settingsUpdate(settings: Settings, next: Settings): SettingsUpdate {
  const live = new Set<string>(LIVE_PARTS);
  const changes = settingsChanges(settings, next);
  const waiting = waitingCertificates(changes, [settings, next]);
  const isLivePath = (path: string): boolean =>
    live.has(partOf(path)) || (LIVE_CERTIFICATES.test(path) && !waiting.some((place) => path.startsWith(place)));
  const [changed, needsRestart] = [true, false].map((isLive) =>
    changes.filter((path) => isLivePath(path) === isLive),
  ) as [string[], string[]];
  const partners = next.partners.map((partner) => {
    const known = settings.partners.find(({ id }) => id === partner.id);
    return known === undefined || settingsChanges(known, partner).length > 0 ? partner : known;
  });
  const parts = new Set(changed.map(partOf).filter((part) => live.has(part)));
  const replaced = Object.entries(Object.assign(next, { partners })).filter(([part]) => parts.has(part));
  const apply = (): void => {
    Object.assign(settings, Object.fromEntries(replaced));
    takeCertificates(settings, next, changed);
  };
  return { changed, needsRestart, apply };
}

/** Places whose certificates wait for a start with what they belong to: an address, or that the admin port asks for certificates at all. */
function waitingCertificates(changes: readonly string[], [before, after]: readonly [Settings, Settings]): string[] {
  const moved = changes.flatMap((path) => ADDRESS.exec(path)?.groups?.['owner'] ?? []).map((owner) => `${owner}.tls`);
  const asks = [before, after].map(({ admin }) => admin.tls?.clientCa !== undefined);
  return asks[0] === asks[1] ? moved : [...moved, 'admin.tls'];
}

function takeCertificates(settings: Settings, next: Settings, changed: readonly string[]): void {
  const after = new Map(tlsPlaces(next).map(({ path, owner }) => [path, owner]));
  for (const { path, owner } of tlsPlaces(settings))
    if (changed.some((one) => one.startsWith(path))) Object.assign(owner, { tls: after.get(path)?.tls });
}

/** `partners` of `partners[demo].origins`. */
function partOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? '';
}
