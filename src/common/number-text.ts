interface ReviverContext {
  /** The characters of a primitive value; absent for objects and arrays. */
  source?: string;
}

declare global {
  interface JSON {
    /** With the third parameter of ECMAScript's "JSON.parse source text access" (Node 22 and later). */
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: ReviverContext) => unknown,
    ): unknown;
  }
}

const texts = new WeakMap<object, Map<string, string>>();

/** Where a number may stand that a float cannot hold: more than 15 digits, or a large exponent. */
const TOO_MUCH_FOR_A_FLOAT = /[\d.]{16}|\de[+-]?\d{3}/i;

/** The parsed value once more, but its numbers can be asked for their text, where a float has lost some of it. */
export function withNumberTexts(text: string, value: unknown): unknown {
  if (!TOO_MUCH_FOR_A_FLOAT.test(text)) return value;
  return JSON.parse(text, function (key, member, { source }) {
    if (typeof member === 'number' && source !== undefined && source !== String(member)) remember(this, key, source);
    return member;
  });
}

/** The digits of a member of a parsed body, as they were sent, where the number does not tell them. */
export function numberTextOf(holder: object, key: string): string | undefined {
  return texts.get(holder)?.get(key);
}

/** A copy of an object, or a part of it, tells the same digits. */
export function shareNumberTexts(original: object, copy: object): void {
  const known = texts.get(original);
  if (known !== undefined) texts.set(copy, known);
}

function remember(holder: unknown, key: string, text: string): void {
  if (typeof holder !== 'object' || holder === null) return;
  const known = texts.get(holder) ?? new Map<string, string>();
  texts.set(holder, known.set(key, text));
}

/** Digits of a decimal number, with a sign and an exponent perhaps. */
const NUMBER = /^(?<sign>[+-]?)(?=\.?\d)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:e(?<exponent>[+-]?\d+))?$/i;

/** What a decimal number is, told by its text: no digit passes through a float. Undefined for another text. */
export function readNumber(text: string): { decimals: number; isAboveZero: boolean } | undefined {
  const { sign, whole = '', fraction = '', exponent = '0' } = NUMBER.exec(text)?.groups ?? {};
  if (sign === undefined) return undefined;
  const digits = whole + fraction;
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  const decimals = end === 0 ? 0 : fraction.length - Number(exponent) - (digits.length - end);
  return { decimals: Math.max(0, decimals), isAboveZero: end > 0 && sign !== '-' };
}
