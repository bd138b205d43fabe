import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import type { UpstreamsSettings } from '../../config/sections/upstream.settings.js';
import { BUSINESS_CODES } from '../migo/business.codes.js';
import type { UpstreamDefinition } from '../upstream-definition.js';
import { listed } from '../../common/listed.js';
import { CmsClient } from './cms.client.js';

function whatIsLacking(
  { cmsPartnerIds, clients, privateKey }: PartnerSettings,
  { cms }: UpstreamsSettings,
): string | undefined {
  if (cmsPartnerIds.length === 0 && clients.every(({ cmsUser }) => cmsUser === undefined)) return 'cmsPartnerIds';
  return cms?.signLogin === true && privateKey === undefined ? 'privateKey' : undefined;
}

/** Migo: cms-api/overview. It knows operators itself; the Wallet Gateway has `users`, too. */
export const CmsBackoffice = {
  name: 'cms',
  title: 'CMS Backoffice',
  // Migo: cms-api/overview. What one of them writes, the other shows at once.
  database: 'wallet-and-cms',
  prefix: '/app',
  renamed: { users: 'cms-users' },
  hosts: ['api.ali.app', 'ali-qa.ali.app'],
  schemes: ['cms-operator'],
  credential: 'cms-operator',
  publicSchemes: [],
  operatorNeeds: 'nothing',
  hasCardholders: false,
  codes: BUSINESS_CODES,
  refusesWith500: true,
  client: CmsClient,
  healthReads: ({ cms }) => listed(cms?.paths.health),
  doctor: { harmlessRead: () => '/app/modules', readsAs: 'operator', lacks: whatIsLacking },
} as const satisfies UpstreamDefinition;
