import { Decimal } from '../http/decimal.js';
import type { Client } from './clients.js';

const GUATEMALA = ['zigi', 'fri', 'akisiQR', 'bancoIndustrial', 'quickPayQR', 'bamPaymentButton', 'pronet'];
// Cards stand in `clientConfig.processors` too; the platform's list of alternative payments leaves them out.
const CARDS = ['visa-cybersource', 'fac-2'];

/** One client of `migoDeveloper` per country of the recipes, and one of another merchant. */
export const DEMO_CLIENTS: readonly Client[] = [
  client({ slug: 'migoDeveloper', country: 'GT', currency: 'GTQ', processors: [...GUATEMALA, ...CARDS] }),
  client({ slug: 'migoStore', country: 'GT', currency: 'GTQ', processors: ['zigi', ...CARDS] }),
  client({ slug: 'migoSalvador', country: 'SV', currency: 'USD', processors: ['quickPayQR', 'serfinsa'] }),
  client({ slug: 'migoHonduras', country: 'HN', currency: 'HNL', processors: ['quickPayQR', ...CARDS] }),
  client({ slug: 'migoCostaRica', country: 'CR', currency: 'CRC', processors: ['quickPayQR', 'ridivi-v2'] }),
  client({ slug: 'migoColombia', country: 'CO', currency: 'COP', processors: ['nequi', 'globalPay-PSE', 'zigi'] }),
  client({ slug: 'migoMexico', country: 'MX', currency: 'MXN', processors: ['t1pagos', 'visa-cybersource'] }),
  client({ slug: 'migoDominicana', country: 'DO', currency: 'DOP', processors: ['azul'] }),
  { ...client({ slug: 'otherTenant', country: 'GT', currency: 'GTQ', processors: ['zigi'] }), merchant: 'otherTenant' },
];

function client(of: Pick<Client, 'slug' | 'country' | 'currency' | 'processors'>): Client {
  return { ...of, merchant: 'migoDeveloper', minAmount: new Decimal('1'), maxAmount: new Decimal('50000') };
}
