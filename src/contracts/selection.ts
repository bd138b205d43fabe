import type { ContractSelectionSettings } from '../config/contract.settings.js';
import type { WrongSetting } from '../config/settings.error.js';
import type { ContractOperation, OperationOutline } from './file/operation.js';

const TAG = 'tag:';
const REST = '*';

/** Whether a selection of the settings names the operation. */
export function selects({ upstream, operations }: ContractSelectionSettings, { outline }: ContractOperation): boolean {
  return upstream === outline.upstream && operations.some((wanted) => names(wanted, outline));
}

/** Whether one of its entries can mean this operation only: by `*` and tags others are meant, too. */
export function selectsAlone(
  { upstream, operations }: ContractSelectionSettings,
  operation: ContractOperation,
): boolean {
  const alone = operations.filter((wanted) => !wanted.startsWith(TAG) && !wanted.includes(REST));
  return selects({ upstream, operations: alone }, operation);
}

/** Entries that name nothing in the files: mostly typing errors, which would leave an operation unserved, or served. */
export function emptySelections(
  setting: string,
  selections: readonly ContractSelectionSettings[],
  operations: readonly ContractOperation[],
): WrongSetting[] {
  return selections.flatMap(({ upstream, operations: wanted }, at) =>
    wanted.flatMap((entry, index) =>
      operations.some(({ outline }) => outline.upstream === upstream && names(entry, outline))
        ? []
        : [
            {
              path: `contracts.${setting}[${at}].operations[${index}]`,
              message: `names no operation of ${upstream}.json`,
            },
          ],
    ),
  );
}

function names(wanted: string, { method, path, tags, operationId }: OperationOutline): boolean {
  if (wanted.startsWith(TAG)) return tags.includes(wanted.slice(TAG.length));
  const [verb = '', pattern] = wanted.split(' ');
  if (pattern === undefined) return wanted === operationId;
  if (verb !== REST && verb !== method) return false;
  return pattern.endsWith(REST) ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
