import type { Simulator } from './simulator.js';
import { DEMO_BODY_KEYS, DEMO_MERCHANT_TOKEN, DEMO_MERCHANTS, STATIC_JWTS } from './state/seed-merchants.js';
import { DEMO_OPERATORS } from './state/seed-operators.js';
import { DEMO_WALLET_USERS } from './state/seed-wallet-users.js';

/** Where the five servers are and how to get in: all of it is demo data that protects nothing. */
export function welcomeText(urls: Simulator['urls']): string {
  const lines = [
    '',
    'Migo simulator',
    '',
    `  Wallet Gateway   ${urls.wallet}`,
    `  Middleware       ${urls.middleware}`,
    `  CMS              ${urls.cms}`,
    `  Payments API     ${urls.payments}`,
    `  Control          ${urls.control}   (clock, faults, received calls, reset)`,
    '',
    `  Merchants        ${DEMO_MERCHANTS.map(({ slug }) => slug).join(', ')}   (private keys: simulator/demo/)`,
    `  Merchant token   ${DEMO_MERCHANT_TOKEN}`,
    `  Body keys        publicKey ${DEMO_BODY_KEYS.publicKey}  privateKey ${DEMO_BODY_KEYS.privateKey}`,
    ...STATIC_JWTS.map(({ upstream, token }) => `  ${`${upstream} JWT`.padEnd(16)} ${token}`),
    ...DEMO_OPERATORS.map(
      ({ email, password, assignments }) =>
        `  CMS operator     ${email}  ${password}   (${[...assignments.keys()].join(', ')})`,
    ),
    ...DEMO_WALLET_USERS.map(
      ({ username, password, userId }) => `  Wallet user      ${username}  ${password ?? ''}   (${userId})`,
    ),
    '  Cards            1001-1120 held in partner-demo, 5001-5050 free there',
    '  verify-card      transactions trx_demo00000001 to trx_demo00000040, plan plan_demo_gold',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
