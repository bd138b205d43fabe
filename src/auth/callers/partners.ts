import { Injectable } from '@nestjs/common';
import { derived } from '../../config/live/derived.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { Settings } from '../../config/settings.js';
import { Problem } from '../../problems/problem.js';

const ANY_ORIGIN = '*';

interface PartnerIndex {
  byId: ReadonlyMap<string, PartnerSettings>;
  byApplicationKey: ReadonlyMap<string, PartnerSettings>;
  origins: ReadonlySet<string>;
}

/** The partners of the settings, by id and by the origins of their frontends. */
@Injectable()
export class Partners {
  private readonly found: () => PartnerIndex;

  constructor(settings: Settings) {
    this.found = derived(settings, ['partners'], indexOf);
  }

  get ids(): string[] {
    return [...this.found().byId.keys()];
  }

  /** Partners with the same merchant have the same users. */
  idsOf(merchant: string): string[] {
    return [...this.found().byId.values()].filter((one) => one.merchant === merchant).map(({ id }) => id);
  }

  get(id: string): PartnerSettings | undefined {
    return this.found().byId.get(id);
  }

  allowsOrigin(partner: PartnerSettings, origin: string | undefined): boolean {
    if (origin === undefined || origin === 'null') return false;
    return partner.origins.includes(origin) || partner.origins.includes(ANY_ORIGIN);
  }

  /** Whether any partner's frontend lives there: all that can be known before a login (CORS). */
  knowsOrigin(origin: string | undefined): boolean {
    if (origin === undefined || origin === 'null') return false;
    const { origins } = this.found();
    return origins.has(origin) || origins.has(ANY_ORIGIN);
  }

  /**
   * The partner of a login: the one that is named, else the one that the Origin names, else the only one.
   *
   * @throws Problem `validation_failed`, `origin_not_allowed`
   */
  ofLogin(named: string | undefined, origin: string | undefined): PartnerSettings {
    const partner = named === undefined ? this.implied(origin) : this.get(named);
    if (partner === undefined) {
      const message = named === undefined ? 'partner is needed: the settings have several' : 'partner is not known';
      throw new Problem('validation_failed', { errors: [{ code: 'invalid', field: 'partner', message }] });
    }
    if (origin !== undefined && !this.allowsOrigin(partner, origin)) throw new Problem('origin_not_allowed');
    return partner;
  }

  /**
   * The partner of a page that presents nothing but its Origin: the only one that names it, else, where none does, the only
   * one that takes any. Undefined where there is none, or where it could be either of several.
   */
  ofOrigin(origin: string): PartnerSettings | undefined {
    const partners = [...this.found().byId.values()];
    const named = partners.filter(({ origins }) => origins.includes(origin));
    const candidates = named.length > 0 ? named : partners.filter((partner) => this.allowsOrigin(partner, origin));
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  /** The partner of a program that presents a public application key. */
  ofApplicationKey(key: string): PartnerSettings | undefined {
    return this.found().byApplicationKey.get(key);
  }

  private implied(origin: string | undefined): PartnerSettings | undefined {
    const partners = [...this.found().byId.values()];
    if (partners.length === 1) return partners[0];
    const named = partners.filter(({ origins }) => origin !== undefined && origins.includes(origin));
    return named.length === 1 ? named[0] : undefined;
  }
}

function indexOf({ partners }: Pick<Settings, 'partners'>): PartnerIndex {
  return {
    byId: new Map(partners.map((partner) => [partner.id, partner])),
    byApplicationKey: new Map(
      partners.flatMap((partner) => partner.applicationKeys.map((key) => [key, partner] as const)),
    ),
    origins: new Set(partners.flatMap(({ origins }) => origins)),
  };
}
