import { isRecord } from '../../common/json.js';
import type { ContractFaults } from './faults.js';
import type { ContractOperation } from './operation.js';
import type { SchemaBook } from '../schemas/schema-book.js';

const SUCCESSES = [200, 201, 202, 204] as const;
const JSON_TYPE = /json/i;
const EVENTS = 'text/event-stream';

/** What an operation answers with, where it is not JSON. Its form is not checked: upstreams' answers pass as they are. */
export function readAnswer(
  responses: unknown,
  book: SchemaBook,
  faults: ContractFaults,
): Pick<ContractOperation, 'answer' | 'success'> {
  const byStatus = isRecord(responses) ? responses : {};
  const success = SUCCESSES.find((status) => byStatus[String(status)] !== undefined) ?? 200;
  const response = byStatus[String(success)];
  const resolved = response === undefined ? undefined : book.resolve(response, 'responses', faults);
  const types = isRecord(resolved?.['content']) ? Object.keys(resolved['content']) : [];
  if (types.length === 0 || types.some((type) => JSON_TYPE.test(type))) return { success };
  return { success, answer: types.includes(EVENTS) ? 'events' : 'file' };
}
