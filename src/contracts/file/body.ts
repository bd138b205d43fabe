import { isRecord, type JsonObject } from '../../common/json.js';
import type { ContractFaults } from './faults.js';
import type { SchemaBook } from '../schemas/schema-book.js';

const FORM_TYPE = /^multipart\/form-data\b/i;
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\b/i;

export interface ContractBody {
  required: boolean;
  schema?: JsonObject;
  /** Fields of `multipart/form-data`. */
  form?: string[];
  unfit?: string;
}

/** The JSON body of an operation, or why it has one that the gateway cannot take. */
export function readBody(requestBody: unknown, book: SchemaBook, faults: ContractFaults): ContractBody {
  const resolved = requestBody === undefined ? undefined : book.resolve(requestBody, 'requestBodies', faults);
  if (resolved === undefined) return { required: false };
  const content = isRecord(resolved['content']) ? resolved['content'] : {};
  const [, media] = Object.entries(content).find(([type]) => JSON_TYPE.test(type)) ?? [];
  const required = resolved['required'] === true;
  if (!isRecord(media)) {
    const [, form] = Object.entries(content).find(([type]) => FORM_TYPE.test(type)) ?? [];
    if (!isRecord(form)) return { required, unfit: 'its body is not JSON' };
    const { properties } = book.convert(form['schema'] ?? {}, faults);
    return { required, form: isRecord(properties) ? Object.keys(properties) : [] };
  }
  const schema = book.convert(media['schema'] ?? {}, faults);
  return { required, schema };
}
