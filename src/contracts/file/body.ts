import { isRecord } from '../../common/json.js';
import type { SchemaBook } from '../schemas/schema-book.js';
import type { Findings } from './findings.js';
import type { ContractBody, ContractMethod, OperationDetails } from './operation.js';

const PLAIN = 'application/json';
const JSON_TYPE = /^(?:application|text)\/(?:[a-z0-9.+-]+\+)?json$/;
export const MULTIPART = 'multipart/form-data';
export const URL_ENCODED = 'application/x-www-form-urlencoded';
/** As likely plain JSON as anything: what generators write that do not know. */
const ANY = /^(?:\*\/\*|application\/\*(?:\+json)?)$/;

type Bodies = Pick<OperationDetails, 'body' | 'forms'>;

interface Source {
  requestBody: unknown;
  method: ContractMethod;
  book: SchemaBook;
  findings: Findings;
}

/** The bodies that an operation may have; a finding is that it needs one that the gateway cannot take. */
export function readBodies({ requestBody, method, book, findings }: Source): Bodies {
  if (requestBody === undefined) return { forms: [] };
  const resolved = book.follow(requestBody);
  const required = resolved?.['required'] === true;
  if (resolved === undefined)
    findings.add('its requestBody refers to nothing of this file: only #/components/requestBodies/<name> is followed');
  else if (method !== 'GET') return bodiesOf(resolved['content'], required, { book, findings });
  else if (required) findings.add('a GET has no body');
  else findings.note('its body: a GET has none');
  return { forms: [] };
}

function bodiesOf(content: unknown, required: boolean, { book, findings }: Pick<Source, 'book' | 'findings'>): Bodies {
  const media = Object.entries(isRecord(content) ? content : {}).map(([key, value]) => ({
    key,
    // Without a charset and the like.
    type: (key.split(';')[0] ?? '').trim().toLowerCase(),
    schema: isRecord(value) ? value['schema'] : undefined,
  }));
  const bodyOf = (mediaType: string, isMeant: (type: string) => boolean): ContractBody | undefined => {
    const found = media.find(({ type }) => isMeant(type));
    if (found === undefined) return undefined;
    const schema = book.convert(found.schema ?? {}, findings, `requestBody ${found.key}`);
    return { mediaType: mediaType === '' ? found.type : mediaType, required, schema };
  };
  const forms = [MULTIPART, URL_ENCODED].flatMap((form) => bodyOf(form, (type) => type === form) ?? []);
  const body = bodyOf(PLAIN, (type) => type === PLAIN || ANY.test(type)) ?? bodyOf('', (type) => JSON_TYPE.test(type));
  if (body === undefined && forms.length === 0 && media.length > 0) findings.add('its body is not JSON');
  return { body, forms };
}
