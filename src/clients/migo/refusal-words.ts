import { isRecord, type JsonObject } from '../../common/json.js';
import { cleanWords } from './clean-words.js';
import { codeOf } from './refusal-codes.js';

/** One thing that Migo says of a request, as it stands there. */
export interface Said {
  code?: string;
  /** Dotted. */
  field?: string;
  message: string;
}

/** How deep a list of errors may be nested. */
const MAX_DEPTH = 5;
const MAX_SAID = 50;
const SHORT = 20;
const FIELD = /^[A-Za-z_$][\w$.[\]-]{0,99}$/;
/** How class-validator begins its messages. */
const FIELD_FIRST = /^(?:each value in )?([A-Za-z_$][\w$]*(?:\.[\w$]+)*) (?:must|should|is|has|cannot|can't)\b/;
const NOT_EXPECTED = /^property (\S+) should not exist$/;
const FIELD_NAMES = ['field', 'property', 'path', 'param'] as const;

/**
 * The messages of a refusal, in all the ways in which Migo's services write them: `errors` or `message` as a text, a list of
 * texts, a list of objects, NestJS's lists of constraints, or an object by field.
 */
export function refusalWords(answer: unknown): readonly Said[] {
  if (!isRecord(answer)) return [];
  const { errors, message, error } = answer;
  const listed = [errors, typeof message === 'string' ? undefined : message, isRecord(error) ? error : undefined];
  const said = listed.flatMap((value) => saidIn(value, {}, 0));
  const own = typeof message === 'string' ? saidIn(message, {}, 0) : [];
  // With a list the message above it only says that there is one.
  return (said.length > 0 ? said : own).slice(0, MAX_SAID);
}

function saidIn(value: unknown, above: Omit<Said, 'message'>, depth: number): readonly Said[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === 'string') return value.trim() === '' ? [] : [{ ...fieldOf(value), ...above, message: value }];
  if (Array.isArray(value)) return value.slice(0, MAX_SAID).flatMap((one: unknown) => saidIn(one, above, depth + 1));
  return isRecord(value) ? saidInObject(value, above, depth) : [];
}

function saidInObject(value: JsonObject, above: Omit<Said, 'message'>, depth: number): readonly Said[] {
  const code = codeOf(value);
  const words = value['message'] ?? value['msg'] ?? value['detail'];
  const { constraints, children } = value;
  const isEntry = code !== undefined || typeof words === 'string' || Array.isArray(words) || isRecord(constraints);
  if (!isEntry && !Array.isArray(children)) {
    const fields = Object.entries(value).slice(0, MAX_SAID);
    return fields.flatMap(([name, one]) => saidIn(one, { ...above, ...joined(above.field, name) }, depth + 1));
  }
  const own = { ...above, ...joined(above.field, namedField(value)), ...(code !== undefined && { code }) };
  const broken = isRecord(constraints) ? Object.entries(constraints) : [];
  return [
    ...saidIn(words, own, depth + 1),
    ...broken.flatMap(([rule, text]) => saidIn(text, { code: rule, ...own }, depth + 1)),
    ...saidIn(children, own, depth + 1),
  ];
}

function namedField(value: JsonObject): string | undefined {
  for (const name of FIELD_NAMES) {
    const field: unknown = value[name];
    if (typeof field === 'string') return field;
    if (Array.isArray(field)) return field.map(String).join('.');
  }
  return undefined;
}

function joined(above: string | undefined, name: string | undefined): Pick<Said, 'field'> {
  if (name === undefined || !isField(name)) return above === undefined ? {} : { field: above };
  return { field: above === undefined ? name : `${above}.${name}` };
}

function fieldOf(message: string): Pick<Said, 'field'> {
  const field = (FIELD_FIRST.exec(message) ?? NOT_EXPECTED.exec(message))?.[1];
  return field !== undefined && isField(field) ? { field } : {};
}

/** A name, and no token that stands where a name belongs. */
function isField(name: string): boolean {
  return FIELD.test(name) && (name.length < SHORT || cleanWords(name) === name);
}
