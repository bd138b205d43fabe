import { isRecord } from '../../common/json.js';
import type { AnswerMode } from '../../routes/route.js';
import type { OperationDetails } from './operation.js';
import { dereferenced } from './pointer.js';
import type { ContractFile } from './file.js';

const SUCCESSES = [200, 201, 202, 204] as const;
const JSON_TYPE = /json/i;
const EVENTS = 'text/event-stream';
const ANY = '*/*';

/** What an operation answers with, where it is not JSON. Its form is not looked at: upstreams' answers pass as they are. */
export function readAnswer(
  responses: unknown,
  { document }: ContractFile,
): Pick<OperationDetails, 'answer' | 'accept' | 'success'> {
  const byStatus = isRecord(responses) ? responses : {};
  const success = SUCCESSES.find((status) => byStatus[String(status)] !== undefined) ?? 200;
  const { content } = dereferenced(document, byStatus[String(success)] ?? byStatus['2XX']) ?? {};
  const types = isRecord(content) ? Object.keys(content) : [];
  const answer = answerOf(types);
  const accept = types.find((type) => JSON_TYPE.test(type));
  const isPlain = accept === undefined || types.some((type) => type.startsWith('application/json'));
  return { success, ...(answer !== undefined && { answer }), ...(!isPlain && { accept }) };
}

function answerOf(types: readonly string[]): AnswerMode | undefined {
  if (types.length === 0 || types.some((type) => JSON_TYPE.test(type))) return undefined;
  if (types.includes(EVENTS)) return 'events';
  return types.includes(ANY) ? 'any' : 'file';
}
