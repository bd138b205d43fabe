import { InputCheck } from '../http/input-check.js';
import { invalidInput, Refusal } from '../http/refusal.js';
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

export type RowResults = (RowError | null)[];

/** Creates a cardholder per row; a bad row does not hold up the others. */
export function createFromRows(world: World, partnerId: string, rows: readonly string[][]): RowResults {
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

/** Issues a free card per row. The columns are not documented: a `currency` is read where there is one. */
export function issueFromRows(world: World, partnerId: string, rows: readonly string[][]): RowResults {
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

function eachRow(rows: readonly string[][], work: (cells: string[]) => void): RowResults {
  const results: RowResults = [];
  for (const [index, cells] of rows.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    results.push(
      attempt(() => {
        work(cells);
      }, index + 2),
    );
  }
  return results;
}

function attempt(work: () => void, row: number): RowError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { row, message: error.entries.map(({ message }) => message).join('; ') };
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
