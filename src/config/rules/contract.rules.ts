import type { ContractGrantSettings } from '../sections/contract.settings.js';
import type { WrongSetting } from '../settings.error.js';
import type { Settings } from '../settings.js';

const WALLET = 'wallet';

/** A grant gives nobody a right that the upstream would not check, and no credential of another upstream. */
export function contractRules({ contracts }: Settings): WrongSetting[] {
  return contracts.grants.flatMap((grant, index) =>
    faultsOf(grant).map(([name, message]) => ({ path: `contracts.grants[${index}].${name}`, message })),
  );
}

type Fault = readonly [name: keyof ContractGrantSettings, message: string];

function faultsOf({ credential, upstream, callers, permission }: ContractGrantSettings): Fault[] {
  const needsPermission = upstream === WALLET && callers.includes('operator');
  const faults: Fault[] = [];
  if (credential?.startsWith(`${upstream}-`) === false) faults.push(['credential', 'belongs to another upstream']);
  if (needsPermission && permission === undefined) {
    faults.push(['permission', 'is needed: the Wallet Gateway knows no operators']);
  }
  if (!needsPermission && permission !== undefined) {
    faults.push(['permission', 'is for operators at the Wallet Gateway alone']);
  }
  if (callers.includes('cardholder') && upstream !== WALLET) {
    faults.push(['callers', 'cardholders have a token at the Wallet Gateway alone']);
  }
  return faults;
}
