import { OPERATOR, PARTNER_ID } from '../cms.js';

export type CallerLetter = 'o' | 'c' | 's' | 'p';

/** Says how the caller is proven, in the words of Migo's table (common contract, section 3.1). */
export type ForeignCredential = 'application' | 'operator' | 'jwt' | 'token' | 'raw token' | 'body keys';

export interface ForeignAnswer {
  status: number;
  /** Text is sent as it is. */
  body: string;
  /** `application/json` by default. */
  type?: string;
  /** What the client has of it; by default the same bytes. */
  arrives?: object;
}

export interface ForeignForm {
  fields: Readonly<Record<string, string>>;
  files: Readonly<Record<string, { name: string; type: string; content: string | Buffer }>>;
}

/** One operation as Migo's pages have it, and where they are silent as it is assumed. */
export interface ForeignRow {
  /** At the upstream, e.g. `POST /cards/{cardId}/pin`; parameters have the values of `VALUES`. */
  at: string;
  /** At the gateway below `/v1`, by the route list. */
  door: string;
  callers: readonly CallerLetter[];
  credential: ForeignCredential;
  query?: string;
  /** JSON as it is sent, spaces and digits included; absent where the page has no body. */
  body?: string;
  form?: ForeignForm;
  /** Members, parts or query parameters that the page requires. */
  requires?: readonly string[];
  /** Headers of the caller that the page knows. */
  headers?: Readonly<Record<string, string>>;
  /** Headers that have to arrive with these values, beside the credential. */
  arriving?: Readonly<Record<string, string>>;
  /** Members that the gateway puts into the body. */
  adds?: Readonly<Record<string, string>>;
  money?: true;
  stepUp?: true;
  /** The page's sample first; then the other version, where Migo's pages contradict each other or leave it open. */
  answers: readonly [ForeignAnswer, ForeignAnswer?];
}

export const APPLICATION_ID = 'coop-xela-app';
export const CLIENT = 'coopXela';
/** As sandbox users are named: with a plus sign. */
export const CARDHOLDER_ID = '+50224865444';

/** Of the parameters in paths; ids that are numbers, texts, and texts that have to be encoded. */
const VALUES: Readonly<Record<string, string>> = {
  id: '88412',
  userId: CARDHOLDER_ID,
  authUserId: CARDHOLDER_ID,
  cardId: '770001',
  associationId: 'asoc 1é+',
  month: '10',
  year: '2026',
  fileName: 'dpi frente #1.png',
  commerceId: '7001',
  deviceId: 'android:9f3c-77',
  transactionId: '4711',
  planId: 'plan-xela-oro',
  client: CLIENT,
  subUid: 'sub-xela-9',
  partnerId: PARTNER_ID,
  cardholderId: 'xe-1',
  batchId: 'bat_01HAAA',
  cmsUserId: String(OPERATOR.id),
};

/** JSON of the standard envelope; the data is text, so that its digits are what they are. */
export function success(data: string, status = 200): ForeignAnswer {
  return { status, body: `{"success": true, "message":"listo",  "data": ${data}}` };
}

export function bare(body: string, arrives: object, status = 200): ForeignAnswer {
  return { status, body, arrives };
}

/** A list in each of the shapes that Migo may have. */
export function list(
  items: string,
  name: 'items' | 'docs' | 'rows' | 'results',
): readonly [ForeignAnswer, ForeignAnswer] {
  return [success(`[${items}]`), success(`{"${name}":[${items}],"total":1,"page":1,"limit":10}`)];
}

/** With parameters filled in, as a client writes them. */
export function filled(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(VALUES[name] ?? ''));
}
