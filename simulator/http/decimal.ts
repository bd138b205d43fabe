declare global {
  interface JSON {
    /** ECMAScript JSON.rawJSON (Node 22 and later), not yet in the compiler's ES2023 library. */
    rawJSON(text: string): unknown;
  }
}

const SCALE = 4;

/**
 * An amount kept as text and written into JSON as a number with exactly these digits (`125.50` stays `125.50`), which a
 * JavaScript number could not promise. Up to 4 decimals, as Migo's amounts have.
 */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    if (!Decimal.isDecimal(text)) throw new RangeError(`Not a decimal amount: ${text}`);
    this.text = text;
  }

  static isDecimal(text: string): boolean {
    return /^-?(0|[1-9]\d*)(\.\d{1,4})?$/.test(text);
  }

  /** Any decimal number with up to 4 decimals that count: `1e2` is `100`, `1.50000` is `1.5000`. */
  static read(text: string): Decimal | undefined {
    const [, sign = '', whole = '', fraction = '', exponent = '0'] =
      /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:e([+-]?\d{1,3}))?$/i.exec(text) ?? [];
    if (whole === '') return undefined;
    if (Decimal.isDecimal(text)) return new Decimal(text);
    const point = whole.length + Number(exponent);
    const digits = (whole + fraction).padStart(whole.length + fraction.length - point, '0').padEnd(point, '0');
    const at = Math.max(0, point);
    const plain = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
    const rest = digits.slice(at);
    if (/[1-9]/.test(rest.slice(SCALE))) return undefined;
    return new Decimal(`${sign}${plain}${rest === '' ? '' : `.${rest.slice(0, SCALE)}`}`);
  }

  plus(other: Decimal): Decimal {
    return this.#combined(other, this.#units() + other.#units());
  }

  minus(other: Decimal): Decimal {
    return this.#combined(other, this.#units() - other.#units());
  }

  isMoreThan(other: Decimal): boolean {
    return this.#units() > other.#units();
  }

  isPositive(): boolean {
    return this.#units() > 0n;
  }

  toJSON(): unknown {
    return JSON.rawJSON(this.text);
  }

  // In ten-thousandths, so that sums are exact.
  #units(): bigint {
    const [whole = '0', fraction = ''] = this.text.split('.');
    return BigInt(whole + fraction.padEnd(SCALE, '0'));
  }

  // With as many decimals as the longer of the two.
  #combined(other: Decimal, units: bigint): Decimal {
    const decimals = Math.max(decimalsOf(this.text), decimalsOf(other.text));
    const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
    const fraction = digits.slice(-SCALE).slice(0, decimals);
    const whole = digits.slice(0, -SCALE);
    return new Decimal(`${units < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${fraction}`}`);
  }
}

function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}
