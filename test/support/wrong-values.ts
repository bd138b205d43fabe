type WrongValue = readonly [how: string, value: unknown];

interface Broken {
  /** Arguments of the rule. */
  constraints: readonly unknown[];
  /** A value that keeps the rule. */
  example: unknown;
  /** Every value arrives as text, as in a query or a form. */
  text: boolean;
}

/**
 * Values that break a rule of class-validator.
 *
 * @throws Error for a rule that is not known here: it would not be tested
 */
export function wrongValues(rule: string, { constraints, example, text }: Broken): readonly WrongValue[] {
  const [limit, takesText] = constraints;
  const number = Number(limit);
  const asSent = (value: number): unknown => (text ? String(value) : value);
  switch (rule) {
    case 'isString':
      return text ? [['given twice', ['a', 'b']]] : [['a number', 12]];
    case 'isEmail':
    case 'isDateString':
    case 'matches':
      return [['of another form', '¿?'], ...(text ? [] : [['a number', 12] as const])];
    case 'isIn':
      return [['not in the enum', 'no-such-value']];
    case 'isDigits':
      return [
        ['a word', 'word'],
        ['a fraction', 1.5],
      ];
    case 'isPresent':
      return [];
    case 'isNotEmpty':
      return [['empty', '']];
    case 'sameAs':
      return [['another one', `${String(example)}-not`]];
    case 'equals':
      return [['given', 'a value']];
    case 'isBoolean':
    case 'isObject':
    case 'isArray':
    case 'isNumber':
      return [['a word', 'word']];
    case 'isInt':
      return [
        ['a fraction', asSent(1.5)],
        ['a word', 'word'],
      ];
    case 'isAmount':
      return [
        ['a word', 'word'],
        ['of five decimals', asSent(1.00001)],
        ...(limit === true ? [['zero', asSent(0)] as const, ['negative', asSent(-1)] as const] : []),
        ...(takesText === true ? [] : [['text', '12.50'] as const]),
      ];
    case 'min':
      return [[`below ${number}`, asSent(number - 1)]];
    case 'maxLength':
      return [[`longer than ${number}`, 'x'.repeat(number + 1)]];
    case 'arrayMinSize':
      return [[`fewer than ${number}`, copies(example, number - 1)]];
    case 'arrayMaxSize':
      return [[`more than ${number}`, copies(example, number + 1)]];
    default:
      throw new Error(`no value is known that breaks ${rule}`);
  }
}

function copies(example: unknown, count: number): unknown[] {
  const [first]: unknown[] = Array.isArray(example) ? example : [];
  return Array.from({ length: count }, () => first);
}
