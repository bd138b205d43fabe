import type { JsonObject } from '../../common/json.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import type { AnswerMode, Method, Row } from '../../routes/route.js';

export const PARAMETER_PLACES = ['path', 'query', 'header'] as const;
export type ParameterPlace = (typeof PARAMETER_PLACES)[number];

export interface ContractParameter {
  /** A path parameter has the name of the public path, any other the file's own. */
  name: string;
  place: ParameterPlace;
  required: boolean;
  /** Several values of a query parameter are sent as `a=1&a=2` rather than `a=1,2`. */
  explode: boolean;
  schema: JsonObject;
  description?: string;
}

/** One operation of a contract file. */
export interface ContractOperation {
  upstream: UpstreamName;
  /** For messages, e.g. `wallet.json GET /cards/{id}`. */
  place: string;
  method: Method;
  /** As in the file, e.g. `/cards/{id}`. */
  path: string;
  /** The same with the gateway's parameters, e.g. `/cards/:id`. */
  upstreamPath: `/${string}`;
  /** By the path rule, below `/v1`. */
  publicPath: `/${string}`;
  operationId?: string;
  /** Of the row. */
  name: string;
  summary: string;
  tags: readonly string[];
  parameters: readonly ContractParameter[];
  body?: { required: boolean; schema: JsonObject };
  /** Fields of a `multipart/form-data` body: a grant says which of them are files. */
  form?: readonly string[];
  answer?: AnswerMode;
  success: NonNullable<Row['success']>;
  /** Every schema that the operation's own refer to, by name. */
  definitions: Readonly<Record<string, JsonObject>>;
  /** Why it cannot be served, where it cannot. */
  unfit?: string;
}
