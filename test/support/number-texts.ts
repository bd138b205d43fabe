import fc from 'fast-check';

const sign = fc.constantFrom('', '-');
const digits = fc.bigInt({ min: 0n, max: 18_446_744_073_709_551_615n }).map(String);
const fraction = fc.stringMatching(/^\.\d{1,20}$/);
const exponent = fc.stringMatching(/^[eE][+-]?\d{1,3}$/);

/** Decimals and 64-bit integers in every spelling that JSON has. */
export const numberText = fc
  .tuple(sign, digits, fc.option(fraction, { nil: '' }), fc.option(exponent, { nil: '', freq: 3 }))
  .map((parts) => parts.join(''));

/** Migo's documented outliers: what stands before and after the same list. */
const SHAPES = [
  ['{"uid":"u","reference":"r","URL":"https://x","amounts":[', ']}'],
  ['{"message":"m","transaction":{"uid":"u","amounts":[', ']}}'],
  ['{"success":true,"message":"m","trackingId":"t","amounts":[', ']}'],
  ['{"statusCode":200,"message":"m","data":{"amounts":[', ']}}'],
  ['{"success":true,"status":200,"message":"m","data":{"amounts":[', ']}}'],
] as const;

export const OUTLIERS: readonly ((values: string) => string)[] = SHAPES.map(([before, after]) => {
  const outlier = (values: string): string => before + values + after;
  return outlier;
});
