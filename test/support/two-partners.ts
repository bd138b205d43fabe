import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { demoPartner } from './demo-partner.js';

/** An operator who has every permission in `partner-other`, and none elsewhere. */
export const EVA = { email: 'eva@other.migo.test', password: 'Demo-Pass-3!' };
export const OTHER_ORIGIN = 'https://portal.other.example';
/** Every scope in the other partner; its CMS user is Eva. */
export const OTHER_SERVICE = { id: 'other-service', secret: 'other-service-secret-1' };

/** The partner of the simulator profile and a second one, in one gateway. */
export function twoPartners(): object[] {
  const other = demoPartner({
    id: 'other',
    origins: [OTHER_ORIGIN],
    cmsPartnerIds: ['partner-other'],
    defaultCmsPartnerId: undefined,
    merchant: 'otherTenant',
    privateKey: readFileSync('simulator/demo/other-tenant.private.pem', 'utf8'),
    clients: [
      {
        id: OTHER_SERVICE.id,
        secretSha256: hash('sha256', OTHER_SERVICE.secret),
        scopes: ['*'],
        cmsUser: EVA,
      },
    ],
  });
  return [demoPartner({}), other];
}
