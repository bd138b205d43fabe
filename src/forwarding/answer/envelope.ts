import { parseJson } from '../../common/json.js';
import { membersOf, objectOf } from '../../common/json-text/members.js';
import { bareSuccess } from './bare-success.js';

const STATUS = /^\d{3}$/;
const ENVELOPE = ['success', 'message', 'data'] as const;

/**
 * Rewrites Migo's documented outliers to its standard envelope `{ success, message?, data? }`: a bare object, `OK` as
 * plain text, `{ statusCode, message, data }`, a field beside `success` where `data` belongs, and any other success without
 * an object. Values keep their text. Undefined where the answer makes no sense. Migo's outliers: common contract, section 5.
 */
export function toEnvelope(text: string): string | undefined {
  const value = parseJson(text);
  if (value === undefined && isPlainWord(text)) return objectOf([...SUCCESS, ['message', quote(text)]]);
  if (typeof value === 'string') return objectOf([...SUCCESS, ['message', text.trim()]]);
  const members = value === undefined ? undefined : membersOf(text);
  return members === undefined ? bareSuccess({}, Buffer.from(text)) : fromObject(members, text);
}

/** What a client may see of an answer that may hold tokens. */
export function withoutData(text: string): string {
  const members = membersOf(parseJson(text) === undefined ? '' : text);
  const message = members?.get('message');
  return objectOf([
    ['success', members?.get('success') === 'false' ? 'false' : 'true'],
    ...(message?.startsWith('"') === true ? [['message', message] as const] : []),
  ]);
}

const SUCCESS = [['success', 'true']] as const;

function fromObject(members: ReadonlyMap<string, string>, original: string): string {
  const others = [...members].filter(([name, value]) => !isEnvelopeField(name) && !isStatus(name, value));
  const known = ENVELOPE.flatMap((name) => {
    const value = members.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const isStandard = members.has('success') && known.length === members.size;
  if (isStandard) return original;
  const envelope = members.has('success') ? known : [...SUCCESS, ...known];
  if (others.length === 0) return objectOf(envelope);
  const hasData = (members.get('data') ?? 'null') !== 'null';
  if (hasData) return objectOf([...envelope, ...others]);
  return objectOf([...envelope.filter(([name]) => name !== 'data'), ['data', objectOf(others)]]);
}

function isEnvelopeField(name: string): boolean {
  return ENVELOPE.some((field) => field === name);
}

/** The HTTP status once more; a business status is a word. */
function isStatus(name: string, value: string): boolean {
  return (name === 'status' || name === 'statusCode') && STATUS.test(value);
}

/** `OK`, not an HTML page. */
function isPlainWord(text: string): boolean {
  return /^[\w .,!-]{1,200}$/.test(text.trim());
}

function quote(text: string): string {
  return JSON.stringify(text.trim());
}
