import { Decimal } from './decimal.js';
import { writtenNumber } from './exact-json.js';
import { invalidInput, type ErrorEntry } from './refusal.js';

/** Migo's CHECK_PARAMETERS (support/error-catalog). */
const CHECK_PARAMETERS = '7000';
const GREATER_THAN_ZERO = '7001';
const INVALID_FORMAT_AMOUNT = '7002';

export interface IntegerRange {
  min: number;
  max: number;
}

export interface TextRule {
  pattern: RegExp;
  /** Ends the sentence "<field> ...". */
  sense: string;
}

/**
 * Reads an unknown body or query field by field and collects one error per bad field. A bad field yields a stand-in value;
 * `throwIfInvalid` must run before any of the values is used.
 */
export class InputCheck {
  readonly #source: Record<string, unknown>;
  readonly #errors: ErrorEntry[] = [];

  constructor(source: unknown) {
    this.#source = isRecord(source) ? source : {};
  }

  text(field: string, rule?: TextRule): string {
    const value = this.#source[field];
    if (typeof value !== 'string') return this.#bad(field, 'must be a string', '');
    if (rule && !rule.pattern.test(value)) return this.#bad(field, rule.sense, '');
    return value;
  }

  optionalText(field: string, rule?: TextRule): string | undefined {
    const value = this.#source[field];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? this.text(field, rule) : this.#bad(field, 'must be a single string', '');
  }

  /** Of which the documentation gives no type: whatever it is, as text. Undefined where there is nothing. */
  anything(field: string): string | undefined {
    const value = this.#source[field];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  /** The same where the documentation says that it must be there. */
  present(field: string): string {
    if (this.#source[field] === undefined) return this.#bad(field, 'is required', '');
    return this.anything(field) ?? '';
  }

  oneOf<T extends string>(field: string, allowed: readonly [T, ...T[]]): T {
    const found = allowed.find((value) => value === this.#source[field]);
    return found ?? this.#bad(field, `must be one of ${allowed.join(', ')}`, allowed[0]);
  }

  optionalOneOf<T extends string>(field: string, allowed: readonly [T, ...T[]]): T | undefined {
    const value = this.#source[field];
    return value === undefined || value === null || value === '' ? undefined : this.oneOf(field, allowed);
  }

  number(field: string): number {
    const value = this.#source[field];
    return typeof value === 'number' ? value : this.#bad(field, 'must be a number', 0);
  }

  optionalNumber(field: string): number | undefined {
    return (this.#source[field] ?? undefined) === undefined ? undefined : this.number(field);
  }

  integer(field: string, range: IntegerRange): number {
    const value = this.#source[field];
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max;
    return fits ? value : this.#bad(field, `must be an integer from ${range.min} to ${range.max}`, range.min);
  }

  optionalInteger(field: string, range: IntegerRange): number | undefined {
    return this.#source[field] === undefined ? undefined : this.integer(field, range);
  }

  /** An integer written as text: a path segment. */
  integerText(field: string, range: IntegerRange): number {
    const value = this.#source[field];
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    const fits = number >= range.min && number <= range.max;
    return fits ? number : this.#bad(field, `must be an integer from ${range.min} to ${range.max}`, range.min);
  }

  /** A number with up to 4 decimals, exactly as it was written. */
  amount(field: string): Decimal {
    const value = this.#source[field];
    if (value === undefined) return this.#bad(field, 'is required', new Decimal('0'));
    return this.#decimal(field, typeof value === 'number' ? (writtenNumber(this.#source, field) ?? String(value)) : '');
  }

  positiveAmount(field: string): Decimal {
    return this.#positive(field, () => this.amount(field));
  }

  optionalAmount(field: string): Decimal | undefined {
    return (this.#source[field] ?? undefined) === undefined ? undefined : this.amount(field);
  }

  /** The same written as text: a form field or a cell of a file. */
  amountText(field: string): Decimal {
    const value = this.#source[field];
    return this.#decimal(field, typeof value === 'string' ? value : '');
  }

  positiveAmountText(field: string): Decimal {
    return this.#positive(field, () => this.amountText(field));
  }

  flag(field: string): boolean {
    if (this.#source[field] === undefined) this.fail(field, 'must be a boolean');
    return this.optionalFlag(field);
  }

  optionalFlag(field: string): boolean {
    const value = this.#source[field];
    if (value === undefined || value === null) return false;
    return typeof value === 'boolean' ? value : this.#bad(field, 'must be a boolean', false);
  }

  /** A calendar date, `YYYY-MM-DD`. */
  date(field: string): string {
    const value = this.#source[field];
    return typeof value === 'string' && isCalendarDate(value)
      ? value
      : this.#bad(field, 'must be a date YYYY-MM-DD', '');
  }

  optionalDate(field: string): string | undefined {
    return (this.#source[field] ?? undefined) === undefined ? undefined : this.date(field);
  }

  record(field: string): Record<string, unknown> {
    const value = this.#source[field];
    return isRecord(value) ? value : this.#bad(field, 'must be an object', {});
  }

  optionalRecord(field: string): Record<string, unknown> | undefined {
    return (this.#source[field] ?? undefined) === undefined ? undefined : this.record(field);
  }

  /** Items stay unread. */
  list(field: string, size: IntegerRange): readonly unknown[] {
    const value = this.#source[field];
    const fits = Array.isArray(value) && value.length >= size.min && value.length <= size.max;
    return fits ? value : this.#bad(field, `must be a list of ${size.min} to ${size.max} items`, []);
  }

  fail(field: string, sense: string, code = CHECK_PARAMETERS): void {
    this.#errors.push({ code, message: `${field} ${sense}` });
  }

  get errors(): readonly ErrorEntry[] {
    return this.#errors;
  }

  throwIfInvalid(): void {
    if (this.#errors.length > 0) throw invalidInput(this.#errors);
  }

  #decimal(field: string, text: string): Decimal {
    const amount = Decimal.read(text);
    if (!amount) this.fail(field, 'must be an amount with up to 4 decimals', INVALID_FORMAT_AMOUNT);
    return amount ?? new Decimal('0');
  }

  #positive(field: string, read: () => Decimal): Decimal {
    const before = this.#errors.length;
    const amount = read();
    const isRead = this.#errors.length === before;
    if (isRead && !amount.isPositive()) this.fail(field, 'must be greater than zero', GREATER_THAN_ZERO);
    return amount;
  }

  #bad<T>(field: string, sense: string, standIn: T): T {
    this.fail(field, sense);
    return standIn;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
