import { InputCheck } from '../http/input-check.js';
import { intakeRefusal } from '../http/refusal.js';
import type { ChargeItem } from './charge-intake.js';

const COLUMNS = ['subscriptionId', 'amount'];

/** The rows of a charge file. Migo's columns are not documented: these are the fields of a charge in a batch. */
export function readChargeFile(text: string): ChargeItem[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const names = cellsOf(header.replace(/^\uFEFF/, ''));
  if (COLUMNS.some((column) => !names.includes(column))) {
    throw intakeRefusal('UNPROCESSABLE', `The file needs the columns ${COLUMNS.join(', ')}`);
  }
  if (lines.length === 0) throw intakeRefusal('UNPROCESSABLE', 'The file has no rows');
  return lines.map((line, index) => readRow(names, cellsOf(line), index + 2));
}

function readRow(names: readonly string[], cells: readonly string[], line: number): ChargeItem {
  const check = new InputCheck(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
  const subscriptionId = check.text('subscriptionId');
  const amount = check.amountText('amount');
  const metadata = check.optionalText('metadata');
  const problem = check.errors[0];
  if (problem) throw intakeRefusal('UNPROCESSABLE', `Line ${line}: ${problem.message}`);
  return { subscriptionId, amount, metadata };
}

// Quoted cells may hold commas and doubled quotes, but no line break.
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}
