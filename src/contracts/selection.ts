import type { ContractSelectionSettings } from '../config/sections/contract.settings.js';
import type { WrongSetting } from '../config/settings.error.js';
import type { ContractOperation } from './file/operation.js';

const TAG = 'tag:';
const REST = '*';

/** Whether a selection of the settings names the operation. */
export function selects({ upstream, operations }: ContractSelectionSettings, operation: ContractOperation): boolean {
  return operations.some((entry) => names(upstream, entry, operation));
}

/** Whether one of its entries can mean this operation only: by `*` and tags others are meant, too. */
export function selectsAlone(
  { upstream, operations }: ContractSelectionSettings,
  operation: ContractOperation,
): boolean {
  const alone = operations.filter((entry) => !entry.startsWith(TAG) && !entry.includes(REST));
  return selects({ upstream, operations: alone }, operation);
}

/** Entries that name nothing in the files: mostly typing errors, which would leave an operation unserved, or served. */
export function emptySelections(
  setting: string,
  selections: readonly ContractSelectionSettings[],
  operations: readonly ContractOperation[],
): WrongSetting[] {
  return selections.flatMap(({ upstream, operations: entries }, at) =>
    entries.flatMap((entry, index) => {
      if (operations.some((operation) => names(upstream, entry, operation))) return [];
      const path = `contracts.${setting}[${at}].operations[${index}]`;
      return [{ path, message: `names no operation of ${upstream}.json` }];
    }),
  );
}

function names(upstream: string, entry: string, { outline }: ContractOperation): boolean {
  const { method, path, tags, operationId } = outline;
  if (upstream !== outline.upstream) return false;
  if (entry.startsWith(TAG)) return tags.includes(entry.slice(TAG.length));
  const [verb = '', pattern] = entry.split(' ');
  if (pattern === undefined) return entry === operationId;
  if (verb !== REST && verb !== method) return false;
  return pattern.endsWith(REST) ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
