import type { PartnerSettings } from '../sections/partner.settings.js';
import type { WrongSetting } from '../settings.error.js';
import type { Settings } from '../settings.js';

type Place = Pick<WrongSetting, 'path'> & { value: string };

/** What names a partner or a client names one alone; and a partner has what its other settings need. */
export function partnerRules({ partners }: Settings): WrongSetting[] {
  const places = (read: (partner: PartnerSettings) => readonly Place[]): Place[] =>
    partners.flatMap((partner, index) =>
      read(partner).map(({ path, value }) => ({ path: `partners[${index}].${path}`, value })),
    );
  return [
    ...repeated(
      places(({ id }) => [{ path: 'id', value: id }]),
      'is used by an earlier partner',
    ),
    ...repeated(
      places(({ clients }) => clients.map(({ id }, index) => ({ path: `clients[${index}].id`, value: id }))),
      'is used by an earlier client',
    ),
    ...repeated(
      places(({ applicationKeys }) =>
        applicationKeys.map((value, index) => ({ path: `applicationKeys[${index}]`, value })),
      ),
      'is used by an earlier partner',
    ),
    ...partners.flatMap((partner, index) =>
      lacking(partner).map(({ path, message }) => ({ path: `partners[${index}].${path}`, message })),
    ),
  ];
}

function repeated(places: readonly Place[], message: string): WrongSetting[] {
  const values = places.map(({ value }) => value);
  return places.flatMap(({ path, value }, index) => (values.indexOf(value) === index ? [] : [{ path, message }]));
}

function lacking(partner: PartnerSettings): WrongSetting[] {
  const { middleware, payments, privateKey, cmsPartnerIds, defaultCmsPartnerId } = partner;
  const logsIn = [middleware, payments].some((credential) => credential?.auth === 'login');
  return [
    ...(payments?.auth === 'static' && payments.jwt === undefined
      ? [{ path: 'payments.jwt', message: 'is needed where auth is static' }]
      : []),
    ...(privateKey === undefined && logsIn ? [{ path: 'privateKey', message: 'is needed where auth is login' }] : []),
    ...(defaultCmsPartnerId !== undefined && !cmsPartnerIds.includes(defaultCmsPartnerId)
      ? [{ path: 'defaultCmsPartnerId', message: 'is none of cmsPartnerIds' }]
      : []),
  ];
}
