import type { Operator } from './operators.js';
import type { Partner } from './partners.js';
import { BUILT_IN_PERMISSIONS } from './permissions.js';

export const DEMO_PARTNERS: readonly Partner[] = [
  { partnerId: 'partner-demo', name: 'Banco Demo' },
  { partnerId: 'partner-second', name: 'Cooperativa Segunda' },
  { partnerId: 'partner-other', name: 'Fintech Otra' },
];

const READ_CARDHOLDERS = BUILT_IN_PERMISSIONS.filter(
  ({ resource, action }) => resource === 'cardholders' && (action === 'list' || action === 'detail'),
);

const BALANCE = BUILT_IN_PERMISSIONS.filter(({ resource }) => resource === 'balance-management');

type OperatorSeed = Omit<Operator, 'elevatedUntilMs' | 'subjectToOtp'>;

const FREE_OF_OTP: readonly OperatorSeed[] = [
  {
    id: 501,
    email: 'ana@demo.migo.test',
    password: 'Demo-Pass-1!',
    name: 'Ana Morales',
    assignments: new Map([
      ['partner-demo', BUILT_IN_PERMISSIONS],
      ['partner-second', BUILT_IN_PERMISSIONS],
    ]),
  },
  {
    id: 502,
    email: 'luis@demo.migo.test',
    password: 'Demo-Pass-2!',
    name: 'Luis Pérez',
    assignments: new Map([['partner-demo', READ_CARDHOLDERS]]),
  },
  {
    id: 503,
    email: 'eva@other.migo.test',
    password: 'Demo-Pass-3!',
    name: 'Eva Castillo',
    assignments: new Map([['partner-other', BUILT_IN_PERMISSIONS]]),
  },
  {
    id: 504,
    email: 'pedro@demo.migo.test',
    password: 'Demo-Pass-4!',
    name: 'Pedro Ajú',
    assignments: new Map([['partner-demo', BALANCE]]),
  },
];

/** Every permission in one partner, each sensitive call with a code. */
const SUBJECT_TO_OTP: OperatorSeed = {
  id: 505,
  email: 'sara@demo.migo.test',
  password: 'Demo-Pass-5!',
  name: 'Sara Choc',
  assignments: new Map([['partner-demo', BUILT_IN_PERMISSIONS]]),
};

export const DEMO_OPERATORS: readonly Operator[] = [
  ...FREE_OF_OTP.map((operator) => ({ ...operator, subjectToOtp: false, elevatedUntilMs: 0 })),
  { ...SUBJECT_TO_OTP, subjectToOtp: true, elevatedUntilMs: 0 },
];
