import type { JsonObject } from '../../common/json.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { type AnswerMode, METHODS, type Row } from '../../routes/route.js';
import { printable } from './printable.js';

/** What OpenAPI has beside the methods of rows; they are told, and never imported. */
export const OTHER_METHODS = ['HEAD', 'OPTIONS', 'TRACE'] as const;
export const CONTRACT_METHODS = [...METHODS, ...OTHER_METHODS];
export type ContractMethod = (typeof CONTRACT_METHODS)[number];

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
  description?: string | undefined;
  deprecated?: boolean;
}

/** A body of one media type. */
export interface ContractBody {
  mediaType: string;
  required: boolean;
  schema: JsonObject;
}

/** Finds a named schema. */
export type Definitions = (name: string) => JsonObject | undefined;

/** What is known of an operation before its schemas are looked at. */
export interface OperationOutline {
  upstream: UpstreamName;
  method: ContractMethod;
  /** As in the file, e.g. `/cards/{id}`. */
  path: string;
  /** The same with the gateway's parameters, e.g. `/cards/:id`. */
  upstreamPath: `/${string}`;
  /** By the path rule, below `/v1`. */
  publicPath: `/${string}`;
  /** Parameters of the path: name in the file -> name on the gateway. */
  pathNames: ReadonlyMap<string, string>;
  operationId: string | undefined;
  /** Of the row. */
  name: string;
  summary: string;
  tags: readonly string[];
  deprecated: boolean;
  notes: string[];
  /** Why it cannot be served, where it cannot. */
  unfit: string | undefined;
}

/** What only those need who are granted it, or read the report. */
export interface OperationDetails {
  parameters: readonly ContractParameter[];
  /** JSON. */
  body?: ContractBody | undefined;
  /** Multipart and URL-encoded bodies: a grant says that they are wanted. */
  forms: readonly ContractBody[];
  answer?: AnswerMode | undefined;
  /** Another kind of JSON, where it has no plain one. */
  accept?: string | undefined;
  success: NonNullable<Row['success']>;
  /** Names of the schemas that the operation's own refer to, directly or not. */
  named: ReadonlySet<string>;
  definitions: Definitions;
  /** What of it is not imported, though it is served. */
  notes: readonly string[];
  unfit: string | undefined;
}

/** One operation of a contract file. Its details are read when somebody first asks: a file has many that nobody is granted. */
export class ContractOperation {
  private known: OperationDetails | undefined;

  constructor(
    readonly outline: OperationOutline,
    private readonly read: (outline: OperationOutline) => OperationDetails,
  ) {}

  get details(): OperationDetails {
    return (this.known ??= this.read(this.outline));
  }

  /** For messages, e.g. `wallet.json GET /cards/{id}`. */
  get place(): string {
    const { upstream, method, path } = this.outline;
    return printable(`${upstream}.json ${method} ${path}`);
  }

  /** Why it cannot be served, where it cannot. */
  get unfit(): string | undefined {
    return this.outline.unfit ?? this.details.unfit;
  }

  get notes(): string[] {
    return [...this.outline.notes, ...this.details.notes];
  }

  /** Says that it cannot be served: the first reason counts. */
  refuse(reason: string): void {
    this.outline.unfit ??= reason;
  }
}
