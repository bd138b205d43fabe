import { InputCheck } from '../http/input-check.js';
import { invalidInput, Refusal, textOf } from '../http/refusal.js';
import type { RowError } from '../state/batches.js';
import { newCard } from '../state/cards.js';
import type { World } from '../world.js';
import { createCardholder, readCardholder } from './cardholder-input.js';

/** In this order, all required (cms-api/bulk-uploads). */
const CARDHOLDER_COLUMNS = [
  'name',
  'lastName',
  'address',
  'countryOfBirth',
  'dateOfBirth',
  'maritalStatus',
  'gender',
  'phoneNumber',
  'email',
  'documentType',
  'documentNumber',
  'cardId',
];
const FIRST_BULK_CARD = 7001;
// Day 0 of the serial numbers by which a workbook may write dates.
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);

/** Does one row of a workbook, and tells what was wrong with it. */
export type RowWork = () => RowError | null;

/** A cardholder per row; a bad row does not hold up the others. */
export function cardholderRows(world: World, partnerId: string, rows: readonly string[][]): RowWork[] {
  const [header, ...people] = rows;
  if (header && header.map((name) => name.trim()).join() !== CARDHOLDER_COLUMNS.join()) {
    throw invalidInput([{ code: '7000', message: `users must have the columns ${CARDHOLDER_COLUMNS.join(', ')}` }]);
  }
  return eachRow(people, (cells) => {
    const check = new InputCheck(personOf(cells));
    const input = readCardholder(check);
    check.throwIfInvalid();
    createCardholder(world, { partnerId, ...input });
  });
}

/** A free card per row. The columns are not documented: a `currency` is read where there is one. */
export function cardRows(world: World, partnerId: string, rows: readonly string[][]): RowWork[] {
  const [header = [], ...cards] = rows;
  const currencyColumn = header.findIndex((name) => name.trim() === 'currency');
  return eachRow(cards, (cells) => {
    const check = new InputCheck({ currency: cells[currencyColumn]?.trim() });
    const currency = check.optionalText('currency', { pattern: /^[A-Z]{3}$/, sense: 'must be an ISO 4217 code' });
    check.throwIfInvalid();
    const card = newCard(FIRST_BULK_CARD + world.state.sequences.next('bulk-card'), partnerId);
    world.state.cards.set(card.cardId, { ...card, currency: currency ?? card.currency });
  });
}

// Rows that are empty are none.
function eachRow(rows: readonly string[][], work: (cells: string[]) => void): RowWork[] {
  return rows.flatMap((cells, index) => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    return () =>
      attempt(() => {
        work(cells);
      }, index + 2);
  });
}

function attempt(work: () => void, row: number): RowError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { row, message: textOf(error) };
  }
}

function personOf(cells: readonly string[]): Record<string, unknown> {
  const texts = Object.fromEntries(CARDHOLDER_COLUMNS.map((name, index) => [name, cells[index]?.trim() ?? '']));
  const { cardId = '', dateOfBirth = '' } = texts;
  return { ...texts, cardId: /^\d+$/.test(cardId) ? Number(cardId) : cardId, dateOfBirth: dateOf(dateOfBirth) };
}

function dateOf(text: string): string {
  if (!/^\d{1,5}$/.test(text)) return text;
  return new Date(SERIAL_EPOCH + Number(text) * 86_400_000).toISOString().slice(0, 10);
}
