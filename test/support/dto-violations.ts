import type { Type } from '@nestjs/common';
import { fieldsOf, nestedTypeOf, type Rule, rulesOf, type Sample, sampleOf } from './dto-samples.js';
import { wrongValues } from './wrong-values.js';

export interface Violation {
  /** As a problem names it, e.g. `types[0].channel`. */
  field: string;
  /** What was done to it. */
  how: string;
  /** The whole body. */
  body: Sample;
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
  /** Every value arrives as text, as in a query or a form. */
  text: boolean;
}

function violations(dto: Type, place: Place): Violation[] {
  const { sample, path, put } = place;
  return fieldsOf(dto).flatMap((name) => {
    const rules = rulesOf(dto).filter(({ property }) => property === name);
    const field = path === '' ? name : `${path}.${name}`;
    const without = Object.fromEntries(Object.entries(sample).filter(([key]) => key !== name));
    const broken = rules.flatMap((rule) => against(rule, { field, example: sample[name], text: place.text }));
    return [
      ...(isRequired(rules, without) ? [{ field, how: 'missing', body: put(without) }] : []),
      ...broken.map(({ value, ...where }) => ({ ...where, body: put({ ...sample, [name]: value }) })),
      ...inside(dto, { ...place, name, field }),
    ];
  });
}

/** The rules of an object in a field, or of the first one in a list. */
function inside(dto: Type, { name, field, sample, put, text }: Place & { name: string; field: string }): Violation[] {
  const inner = nestedTypeOf(dto, name, sample);
  const example = sample[name];
  if (inner === undefined || example === undefined) return [];
  const list: unknown[] | undefined = Array.isArray(example) ? example : undefined;
  return violations(inner, {
    sample: (list?.[0] ?? example) as Sample,
    path: list === undefined ? field : `${field}[0]`,
    put: (broken) => put({ ...sample, [name]: list === undefined ? broken : [broken, ...list.slice(1)] }),
    text,
  });
}

interface BrokenField {
  field: string;
  how: string;
  value: unknown;
}

function against(
  { type, name, constraints, each }: Rule,
  { field, example, text }: { field: string; example: unknown; text: boolean },
): BrokenField[] {
  if (type === 'nestedValidation') {
    const inList = Array.isArray(example);
    return [{ field: inList ? `${field}[0]` : field, how: 'not an object', value: inList ? ['word'] : 'word' }];
  }
  if (type !== 'customValidation') return [];
  const values = wrongValues(name ?? '', { constraints, example, text });
  return values.map(([how, value]) => ({ field, how, value: each ? [value] : value }));
}

/** Whether the field has a rule that holds while it is absent. */
function isRequired(rules: readonly Rule[], without: Sample): boolean {
  const demands = rules.some(
    ({ type, name }) => type === 'nestedValidation' || (type === 'customValidation' && name !== 'equals'),
  );
  const applies = rules
    .filter(({ type }) => type === 'conditionalValidation')
    .every(({ constraints: [condition], property }) => {
      return typeof condition !== 'function' || Boolean(condition(without, without[property]));
    });
  return demands && applies;
}
