import { isRecord } from '../../common/json.js';
import type { AnswerMode } from '../../routes/route.js';
import type { SchemaBook } from '../schemas/schema-book.js';
import type { OperationDetails } from './operation.js';

const SUCCESSES = [200, 201, 202, 204] as const;
const JSON_TYPE = /json/i;

/** What an operation answers with, where it is not JSON. Its form is not looked at: upstreams' answers pass as they are. */
export function readAnswer(
  responses: unknown,
  book: SchemaBook,
): Pick<OperationDetails, 'answer' | 'accept' | 'success'> {
  const byStatus = isRecord(responses) ? responses : {};
  const success = SUCCESSES.find((status) => byStatus[String(status)] !== undefined) ?? 200;
  const { content } = book.follow(byStatus[String(success)] ?? byStatus['2XX']) ?? {};
  const types = isRecord(content) ? Object.keys(content) : [];
  const json = types.find((type) => JSON_TYPE.test(type));
  const accept = types.some((type) => type.startsWith('application/json')) ? undefined : json;
  return { success, accept, answer: types.length === 0 || json !== undefined ? undefined : answerOf(types) };
}

function answerOf(types: readonly string[]): AnswerMode {
  if (types.includes('text/event-stream')) return 'events';
  return types.includes('*/*') ? 'any' : 'file';
}
