import type { Type } from '@nestjs/common';
import { nestedTypeOf, type Rule, rulesOf, sampleOf } from './dto-samples.js';

export interface Ruled {
  /** Operation and part of the request. */
  part: string;
  dto: Type;
  field: string;
  path: string;
  rules: readonly Rule[];
}

/** Every field of a DTO, and of those inside of it, that anything is demanded of. */
export function ruledFields(part: string, dto: Type, { above = '', processor = '' } = {}): Ruled[] {
  const rules = rulesOf(dto);
  return [...new Set(rules.map(({ property }) => property))].flatMap((field) => {
    const own = rules.filter(({ property }) => property === field);
    const path = above === '' ? field : `${above}.${field}`;
    const inner = nestedTypeOf(dto, field, { ...sampleOf(dto), processor });
    const demands = own.some(({ type }) => type === 'customValidation');
    return [
      ...(demands ? [{ part, dto, field, path, rules: own }] : []),
      ...(inner === undefined ? [] : ruledFields(part, inner, { above: path, processor })),
    ];
  });
}

const SENTENCES: Readonly<Record<string, (...constraints: readonly unknown[]) => string>> = {
  isString: () => 'text',
  isNumber: () => 'number',
  isInt: () => 'integer',
  isBoolean: () => 'boolean',
  isObject: () => 'object',
  isArray: () => 'list',
  isEmail: () => 'e-mail',
  isDateString: () => 'date',
  isNotEmpty: () => 'not empty',
  isPresent: () => '',
  equals: () => 'absent',
  isIn: (values) => `one of ${(values as string[]).join(' ')}`,
  isAmount: (aboveZero, text) =>
    `amount${aboveZero === true ? ' above zero' : ''}${text === true ? ', also as text' : ''}`,
  isDigits: (length) => (typeof length === 'number' ? `${length} digits` : 'digits'),
  matches: (pattern) => PATTERNS[String(pattern)] ?? String(pattern),
  min: (limit) => `at least ${String(limit)}`,
  maxLength: (limit) => `at most ${String(limit)} characters`,
  arrayMinSize: (limit) => `at least ${String(limit)} items`,
  arrayMaxSize: (limit) => `at most ${String(limit)} items`,
  sameAs: (other) => `same as ${String(other)}`,
};

const PATTERNS: Readonly<Record<string, string>> = {
  [String(/^(?:[A-Za-z]{2,3}|\d{3})$/)]: 'ISO 3166-1',
  [String(/^(?:[A-Za-z]{3}|\d{3})$/)]: 'ISO 4217',
  [String(/^\d{4}-\d{2}-\d{2}$/)]: 'YYYY-MM-DD',
  [String(/^\d{6}$/)]: '6 digits',
};

/** The rules of one field in the words of the list. */
export function sentenceOf(rules: readonly Rule[]): string {
  const demands = rules
    .filter(({ type }) => type === 'customValidation')
    .map(({ name = '', constraints, each }) => {
      const sentence = SENTENCES[name]?.(...constraints) ?? name;
      return each ? `of ${sentence}s` : sentence;
    })
    .reverse();
  if (demands.includes('absent')) return 'absent';
  return `${presenceOf(rules)} ${demands.join(', ')}`.trim();
}

function presenceOf(rules: readonly Rule[]): string {
  const condition = rules.find(({ type }) => type === 'conditionalValidation')?.constraints[0];
  if (typeof condition !== 'function') return 'required';
  const [{ property } = { property: '' }] = rules;
  const holds = (body: object): boolean => Boolean(condition(body, Reflect.get(body, property)));
  if (holds({})) return 'conditional';
  return holds({ [property]: 'given' }) && property !== 'invitationCode' ? 'optional' : 'if invited';
}
