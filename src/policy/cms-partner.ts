import type { FastifyRequest } from 'fastify';
import { CMS_PARTNER_HEADER, PARTNER_PARAMETER } from '../common/cms-partner.js';
import { isRecord } from '../common/json.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';
import { Problem } from '../problems/problem.js';

/**
 * The CMS partner that a call is about: the one of the path, else the one that the caller names, else that of the settings,
 * else the only one. Migo documents no way to learn it from a card or a user. Undefined where there is none at all.
 *
 * @throws Problem `FORBIDDEN` for one that is not the partner's, `cms_partner_required` where it could be any of several
 */
export function cmsPartnerOf(
  { cmsPartnerIds, defaultCmsPartnerId }: PartnerSettings,
  { params, headers }: Pick<FastifyRequest, 'params' | 'headers'>,
): string | undefined {
  const inPath = isRecord(params) ? params[PARTNER_PARAMETER] : undefined;
  const named = inPath ?? headers[CMS_PARTNER_HEADER];
  if (named !== undefined)
    return assigned(cmsPartnerIds, named, inPath === undefined ? CMS_PARTNER_HEADER : PARTNER_PARAMETER);
  if (defaultCmsPartnerId !== undefined) return defaultCmsPartnerId;
  if (cmsPartnerIds.length > 1) throw new Problem('cms_partner_required');
  return cmsPartnerIds[0];
}

/** @throws Problem `FORBIDDEN` */
export function assigned(cmsPartnerIds: readonly string[], named: unknown, field: string): string {
  if (typeof named === 'string' && cmsPartnerIds.includes(named)) return named;
  throw new Problem('FORBIDDEN', {
    errors: [{ code: 'FORBIDDEN', message: 'the partner is not assigned to you', field }],
  });
}
