import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';

export type Sample = Record<string, unknown>;

export interface Violation {
  /** As a problem names it, e.g. `types[0].channel`. */
  field: string;
  /** What was done to it. */
  how: string;
  body: Sample;
}

interface Rule {
  property: string;
  type: string;
  name: string | undefined;
  constraints: readonly unknown[];
  each: boolean;
}

/** A body made of the examples that the API document shows. */
export function sampleOf(dto: Type): Sample {
  return Object.fromEntries(
    fieldsOf(dto).flatMap((name) => {
      const value = exampleOf(dto, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** One body for every rule of a DTO that breaks it: missing fields, wrong types, values outside of enums and limits. */
export function violationsOf(dto: Type, { text = false } = {}): Violation[] {
  return violations(dto, { sample: sampleOf(dto), path: '', put: (body) => body, text });
}

interface Place {
  sample: Sample;
  path: string;
  /** Puts the broken object back where it belongs in the whole body. */
  put: (broken: Sample) => Sample;
  /** Every value arrives as text, as in a query. */
  text: boolean;
}

function violations(dto: Type, { sample, path, put, text }: Place): Violation[] {
  return fieldsOf(dto).flatMap((name) => {
    const rules = rulesOf(dto).filter(({ property }) => property === name);
    const field = path === '' ? name : `${path}.${name}`;
    const change = (how: string, value: unknown): Violation => ({
      field,
      how,
      body: put({ ...sample, [name]: value }),
    });
    const missing = withoutField(sample, name);
    const own = [
      ...(isRequired(rules, missing) ? [{ field, how: 'missing', body: put(missing) }] : []),
      ...rules.flatMap((rule) =>
        broken(rule, { example: sample[name], text }).map(([how, value]) => change(how, value)),
      ),
    ];
    return [...own, ...nested(dto, { name, field, sample, put, text })];
  });
}

function nested(
  dto: Type,
  { name, field, sample, put, text }: { name: string; field: string; sample: Sample; put: Place['put']; text: boolean },
): Violation[] {
  const inner = nestedTypeOf(dto, name);
  const example = sample[name];
  if (inner === undefined || example === undefined) return [];
  const list: unknown[] | undefined = Array.isArray(example) ? example : undefined;
  const first = (list?.[0] ?? example) as Sample;
  return violations(inner, {
    sample: first,
    path: list === undefined ? field : `${field}[0]`,
    put: (brokenOne) => put({ ...sample, [name]: list === undefined ? brokenOne : [brokenOne, ...list.slice(1)] }),
    text,
  });
}

/** Values that break one rule. A rule that is not listed is broken by a value of another type or not at all. */
function broken(
  { name, constraints, each }: Rule,
  { example, text }: { example: unknown; text: boolean },
): [how: string, value: unknown][] {
  const [limit] = constraints;
  const wrong = valuesAgainst(name ?? '', limit, { example, text });
  return wrong.map(([how, value]) => [how, each ? [value] : value]);
}

function valuesAgainst(
  rule: string,
  limit: unknown,
  { example, text }: { example: unknown; text: boolean },
): [how: string, value: unknown][] {
  const number = Number(limit);
  switch (rule) {
    case 'isIn':
    case 'isEnum':
      return [['not in the enum', 'no-such-value']];
    case 'isString':
    case 'isEmail':
    case 'isNumberString':
    case 'matches':
    case 'isDateString':
    case 'isISO31661Alpha2':
      return [
        ...(text ? [] : [['a number', 12] as [string, unknown]]),
        ...(rule === 'isString' ? [] : [['another form', '¿?'] as [string, unknown]]),
      ];
    case 'isNotEmpty':
      return [['empty', '']];
    case 'isInt':
      return [
        ['a fraction', text ? '1.5' : 1.5],
        ['a word', 'word'],
      ];
    case 'isNumber':
      return [['a word', 'word']];
    case 'isPositive':
      return [
        ['zero', text ? '0' : 0],
        ['negative', text ? '-1' : -1],
      ];
    case 'isBoolean':
      return [['a word', 'perhaps']];
    case 'isObject':
      return [['a word', 'word']];
    case 'isArray':
      return [['a word', 'word']];
    case 'min':
      return [[`below ${number}`, text ? String(number - 1) : number - 1]];
    case 'max':
      return [[`above ${number}`, text ? String(number + 1) : number + 1]];
    case 'maxLength':
      return [[`longer than ${number}`, 'x'.repeat(number + 1)]];
    case 'minLength':
      return [[`shorter than ${number}`, 'x'.repeat(number - 1)]];
    case 'isLength':
      return [['of another length', `${String(example)}${'1'.repeat(100)}`]];
    case 'arrayMinSize':
      return [['too few', Array.from({ length: number - 1 }, () => (example as unknown[])[0])]];
    case 'arrayNotEmpty':
      return [['empty', []]];
    case 'arrayMaxSize':
      return [[`more than ${number}`, Array.from({ length: number + 1 }, () => (example as unknown[])[0])]];
    default:
      return [];
  }
}

function isRequired(rules: readonly Rule[], without: Sample): boolean {
  const conditions = rules.filter(({ type }) => type === 'conditionalValidation');
  const demanding = rules.filter(({ type, name }) => type !== 'conditionalValidation' && name !== 'isEmpty');
  const applies = conditions.every(({ constraints, property }) => {
    const [condition] = constraints;
    return typeof condition !== 'function' || Boolean(condition(without, without[property]));
  });
  return demanding.length > 0 && applies;
}

function rulesOf(dto: Type): Rule[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', false, false)
    .map(({ propertyName, type, name, constraints, each }) => ({
      property: propertyName,
      type,
      name,
      constraints: (constraints as unknown[] | undefined) ?? [],
      // `Matches` and friends leave it undefined.
      each: Boolean(each as boolean | undefined),
    }));
}

function fieldsOf(dto: Type): string[] {
  return [...new Set(rulesOf(dto).map(({ property }) => property))];
}

function exampleOf(dto: Type, name: string): unknown {
  const described = Reflect.getMetadata('swagger/apiModelProperties', dto.prototype as object, name) as
    { example?: unknown; isArray?: boolean } | undefined;
  if (described?.example !== undefined) return described.example;
  const inner = nestedTypeOf(dto, name);
  if (inner === undefined) return undefined;
  return described?.isArray === true ? [sampleOf(inner)] : sampleOf(inner);
}

/** The class of `@Type(() => Class)`. */
function nestedTypeOf(dto: Type, name: string): Type | undefined {
  if (!rulesOf(dto).some(({ property, type }) => property === name && type === 'nestedValidation')) return undefined;
  const made: unknown = (plainToInstance(dto, { [name]: {} }) as Sample)[name];
  return made instanceof Object && made.constructor !== Object ? (made.constructor as Type) : undefined;
}

function withoutField(sample: Sample, name: string): Sample {
  return Object.fromEntries(Object.entries(sample).filter(([key]) => key !== name));
}
