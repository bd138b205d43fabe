import type { WalletUser } from './wallet-users.js';

/** Three cardholders who can sign in, and the owner of the demo shop. */
export const DEMO_WALLET_USERS: readonly WalletUser[] = [
  user({ userId: 'ch-000001', username: 'jose@wallet.migo.test', password: 'Wallet-Pass-1!', firstName: 'José' }),
  user({ userId: 'ch-000002', username: 'ana@wallet.migo.test', password: 'Wallet-Pass-2!', firstName: 'Ana Lucía' }),
  user({
    userId: 'ch-000003',
    username: 'luis@wallet.migo.test',
    password: 'Wallet-Pass-3!',
    firstName: 'Luis Fernando',
  }),
  {
    ...user({ userId: 'usr-000001', username: 'olga@shop.migo.test', password: 'Wallet-Pass-4!', firstName: 'Olga' }),
    role: 'admin',
    branchId: 8001,
  },
];

function user(of: Pick<WalletUser, 'userId' | 'username' | 'firstName'> & { password: string }): WalletUser {
  return {
    ...of,
    lastName: 'de la Demo',
    phoneNumber: null,
    role: 'cardholder',
    branchId: null,
    createdAt: '2026-01-02T15:00:00.000Z',
  };
}
