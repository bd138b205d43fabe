import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { ContractsSettings } from '../../src/config/sections/contract.settings.js';
import { SettingsError, type WrongSetting } from '../../src/config/settings.error.js';
import type { Settings } from '../../src/config/settings.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { cardholderRoutes } from '../../src/modules/cardholders/cardholders.routes.js';
import { cardRoutes } from '../../src/modules/cards/cards.routes.js';
import { subscriptionRoutes } from '../../src/modules/subscriptions/subscriptions.routes.js';
import { transactionRoutes } from '../../src/modules/transactions/transactions.routes.js';
import { importContracts } from '../../src/contracts/contracts.import.js';
import type { Capability } from '../../src/routes/route.js';
import type { Contracts } from '../../src/contracts/contracts.js';

const OWN: readonly Capability[] = [
  { capability: 'cards', table: cardRoutes },
  { capability: 'cardholders', table: cardholderRoutes },
  { capability: 'subscriptions', table: subscriptionRoutes },
  { capability: 'transactions', table: transactionRoutes },
];

export interface ContractOptions {
  /** By file name; text is written as it is. */
  files: Readonly<Record<string, object | string>>;
  grants?: readonly object[];
  exclude?: readonly object[];
  own?: readonly Capability[];
  /** Changes the settings of the default profile. */
  change?: (settings: Settings) => void;
}

/** A file with these paths and nothing else. */
export function contract(paths: object, more: object = {}): object {
  return { openapi: '3.0.3', info: { title: 'test', version: '1' }, paths, ...more };
}

/** An operation that needs nothing; a path with parameters declares them. */
export function operation(more: object = {}): object {
  return { responses: { 200: { description: 'ok' } }, ...more };
}

export function importOf({ files, grants = [], exclude = [], own = OWN, change }: ContractOptions): Contracts {
  const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
    const settings = loadSettings({ env: {}, directory: 'config' });
    settings.contracts = plainToInstance(ContractsSettings, { directory, grants, exclude });
    change?.(settings);
    return importContracts(settings, own);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What is wrong with files that must not be accepted. */
export function refusalsOf(options: ContractOptions): readonly WrongSetting[] {
  try {
    importOf(options);
  } catch (error) {
    if (error instanceof SettingsError) return error.wrong;
    throw error;
  }
  throw new Error('the files were accepted');
}

/** What is wrong with single operations, which keeps no other from being served. */
export function unfitOf(options: ContractOptions): { path: string; message: string }[] {
  return importOf(options).entries.flatMap(({ operation: { place, unfit } }) =>
    unfit === undefined ? [] : [{ path: place, message: unfit }],
  );
}
