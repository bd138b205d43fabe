import { isRecord, type JsonObject, numberField, textField } from '../common/json.js';

/** How far Migo's clock may be behind, in milliseconds. More would take an earlier call for this one. */
const SKEW_MS = 2000;

/** Names under which a page may have its elements (docs/adr/0001). */
const PAGES = ['items', 'docs', 'rows', 'results'] as const;

/** A text or a number, as text. */
export function fieldText(value: unknown, name: string): string | undefined {
  return textField(value, name) ?? numberField(value, name)?.toString();
}

/** The elements of a list, or of a page of it. */
export function elementsOf(data: unknown): readonly JsonObject[] {
  if (Array.isArray(data)) return data.filter(isRecord);
  const page = isRecord(data) ? PAGES.map((name) => data[name]).find(Array.isArray) : undefined;
  return Array.isArray(page) ? page.filter(isRecord) : [];
}

/** Whether it was made after the call. One without a time may be older. */
export function isMadeAfter(element: JsonObject, at: Date, skewMs = SKEW_MS): boolean {
  const madeAt = Date.parse(textField(element, 'createdAt') ?? '');
  return madeAt >= at.getTime() - skewMs;
}

export function isSameAmount(element: unknown, name: string, amount: string | undefined): boolean {
  const found = numberField(element, name);
  return found !== undefined && amount !== undefined && found === Number(amount);
}

/** The only one: of several, any could be that of another call. */
export function onlyOne(found: readonly JsonObject[]): JsonObject | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** Those that are there; undefined where one that is needed is not. */
export function factsFrom(
  values: Readonly<Record<string, string | undefined>>,
  ...needed: readonly string[]
): Record<string, string> | undefined {
  if (needed.some((name) => values[name] === undefined)) return undefined;
  const known = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(known);
}

export function idOf(element: JsonObject, name: string): { id?: string } {
  const id = fieldText(element, name);
  return id === undefined ? {} : { id };
}
