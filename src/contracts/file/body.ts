import { isRecord, type JsonObject } from '../../common/json.js';
import type { SchemaBook } from '../schemas/schema-book.js';
import type { ContractFaults } from './faults.js';
import type { ContractBody, ContractMethod } from './operation.js';
import { dereferenced } from './pointer.js';

const PLAIN = 'application/json';
const JSON_TYPE = /^(?:application|text)\/(?:[a-z0-9.+-]+\+)?json$/;
export const MULTIPART = 'multipart/form-data';
export const URL_ENCODED = 'application/x-www-form-urlencoded';
const FORM_TYPES = [MULTIPART, URL_ENCODED];
/** As likely plain JSON as anything: what generators write that do not know. */
const ANY = /^(?:\*\/\*|application\/\*(?:\+json)?)$/;

export interface Bodies {
  body?: ContractBody;
  forms: ContractBody[];
  notes: string[];
  unfit?: string;
}

interface Source {
  requestBody: unknown;
  method: ContractMethod;
  document: JsonObject;
  book: SchemaBook;
  faults: ContractFaults;
}

/** The bodies that an operation may have, or why it has one that the gateway cannot take. */
export function readBodies({ requestBody, method, document, book, faults }: Source): Bodies {
  const none: Bodies = { forms: [], notes: [] };
  if (requestBody === undefined) return none;
  const resolved = dereferenced(document, requestBody);
  if (resolved === undefined) {
    return {
      ...none,
      unfit: 'its requestBody refers to nothing of this file: only #/components/requestBodies/<name> is followed',
    };
  }
  const required = resolved['required'] === true;
  if (method === 'GET') {
    return required ? { ...none, unfit: 'a GET has no body' } : { ...none, notes: ['its body: a GET has none'] };
  }
  const content = Object.entries(isRecord(resolved['content']) ? resolved['content'] : {}).map(
    // Without a charset and the like.
    ([key, media]) => ({ key, type: (key.split(';')[0] ?? '').trim().toLowerCase(), media }),
  );
  const bodyOf = (key: string, mediaType: string, media: unknown): ContractBody => ({
    mediaType,
    required,
    schema: book.convert(isRecord(media) ? (media['schema'] ?? {}) : {}, faults, `requestBody ${key}`),
  });
  const forms = FORM_TYPES.flatMap((type) => {
    const form = content.find((one) => one.type === type);
    return form === undefined ? [] : [bodyOf(form.key, type, form.media)];
  });
  const json =
    content.find(({ type }) => type === PLAIN || ANY.test(type)) ?? content.find(({ type }) => JSON_TYPE.test(type));
  if (json !== undefined) {
    const mediaType = ANY.test(json.type) ? PLAIN : json.type;
    return { body: bodyOf(json.key, mediaType, json.media), forms, notes: [] };
  }
  if (forms.length > 0 || content.length === 0) return { ...none, forms };
  return { ...none, unfit: 'its body is not JSON' };
}
