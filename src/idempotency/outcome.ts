import { isRecord, textField } from '../common/json.js';

/** How it is known what became of a call: by Migo's answer, by a row that was asked, or because Migo has refused the same as done. */
interface Evidence {
  /** `answer`, `conflict`, or the id of the row that was asked. */
  by: string;
  /** In our words. */
  detail: string;
  /** What it is called at Migo, where a row that was asked says so. */
  id?: string;
}

/** What became of a call with a key. Encrypted wherever it is kept. */
export interface Outcome {
  status: 'succeeded' | 'refused';
  evidence: Evidence;
  /** ISO 8601. */
  at: string;
  /** What was answered; a call that is known by evidence may have none. */
  answer?: StoredAnswer;
}

export interface StoredAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** One byte a character. Undefined for one that was too large to be kept. */
  body?: string;
}

/** What is known of a call before it is made. Holds nothing of its body but what the look-up of its row needs. */
export interface CallFacts {
  route: string;
  partner: string;
  /** Whose it is: `callerKey`. */
  caller: string;
  callerKind: string;
  requestId: string;
  /** ISO 8601. */
  at: string;
  lookUp?: LookUpFacts;
  /** The same for all calls that could be taken for one another. */
  alike?: string;
}

export type LookUpFacts = Readonly<Record<string, string>>;

export function parseOutcome(value: unknown): Outcome | undefined {
  if (!isRecord(value) || (value['status'] !== 'succeeded' && value['status'] !== 'refused')) return undefined;
  const { status, evidence, answer } = value;
  const at = textField(value, 'at');
  const by = textField(evidence, 'by');
  if (at === undefined || by === undefined) return undefined;
  const stored = parseAnswer(answer);
  const id = textField(evidence, 'id');
  const known = { by, detail: textField(evidence, 'detail') ?? '', ...(id !== undefined && { id }) };
  return { status, evidence: known, at, ...(stored !== undefined && { answer: stored }) };
}

export function parseFacts(value: unknown): CallFacts | undefined {
  const [route, partner, caller, callerKind, requestId, at] = NAMES.map((name) => textField(value, name));
  if (route === undefined || partner === undefined || caller === undefined || at === undefined) return undefined;
  const lookUp = isRecord(value) && isRecord(value['lookUp']) ? textsOf(value['lookUp']) : undefined;
  const alike = textField(value, 'alike');
  const known = { route, partner, caller, callerKind: callerKind ?? '', requestId: requestId ?? '', at };
  return { ...known, ...(lookUp !== undefined && { lookUp }), ...(alike !== undefined && { alike }) };
}

const NAMES = ['route', 'partner', 'caller', 'callerKind', 'requestId', 'at'] as const;

function parseAnswer(value: unknown): StoredAnswer | undefined {
  if (!isRecord(value) || typeof value['status'] !== 'number' || !isRecord(value['headers'])) return undefined;
  const { status, headers, body } = value;
  return { status, headers: textsOf(headers), ...(typeof body === 'string' && { body }) };
}

function textsOf(value: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
