import type { Type } from '@nestjs/common';
import type { CallerKind } from '../common/caller-kinds.js';
import type { StepUp } from '../config/sections/row.settings.js';
import type { PaymentsPaths } from '../config/sections/upstream-paths.settings.js';
import type { FastifyRequest } from 'fastify';
import type { LookUp } from './look-up.js';
import type { Upload } from './upload.js';
import type { Schema } from './shape.js';
import type { CredentialScheme, Upstream } from '../clients/upstreams.js';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/**
 * How sure we are that Migo has this operation like this. `documented`: what it takes; `named-only`: its method and path, and not
 * what it takes; `example`: only a sample shows it; `assumed`: docs/adr/0001-assumptions-about-migo.md; `imported`:
 * from Migo's own OpenAPI file, docs/contracts.md.
 */
export const EVIDENCE = ['documented', 'named-only', 'example', 'assumed', 'imported'] as const;
type Evidence = (typeof EVIDENCE)[number];

/**
 * `json`: passed on byte for byte. `envelope`: an outlier that is rewritten to Migo's standard envelope. `events`: server-sent events. `file`: any bytes,
 * as a download. `any`: as `json` where it says that it is, else as `file`. `withheld`: may hold tokens, so that only its `success` and `message` reach the client.
 */
export type AnswerMode = 'json' | 'envelope' | 'events' | 'file' | 'any' | 'withheld';

/** An upstream path that the settings hold, because Migo has not published it. */
interface SettingPath {
  setting: keyof PaymentsPaths;
}

/** Throws Problem `validation_failed` for a request that is not as its operation wants it. */
export type RequestCheck = (request: Pick<FastifyRequest, 'params' | 'query' | 'headers' | 'body'>) => void;

/** Query parameters of a list: which page, counted from 1, and how many items it has at most. */
interface Paging {
  page: string;
  limit: string;
}

export type Permission = readonly [resource: string, action: string];

/** One path, several rights: the value of a body field says which of them is needed. */
export interface PermissionByField {
  field: string;
  values: Readonly<Record<string, Permission>>;
}

/** One line of a route table: what goes where, who may call it, and under which rules. */
export interface Row {
  method: Method;
  /** Public path, below `/v1`. */
  path: `/${string}`;
  /** Upstream path, where it is not the upstream's prefix with the public path. */
  upstreamPath?: `/${string}` | SettingPath;
  /** Upstream method, where it is not the public one. */
  upstreamMethod?: Method;
  /** Words that would be another operation upstream where an id stands: by this method they reach it past its own row. */
  reserved?: readonly string[];
  callers: readonly [CallerKind, ...CallerKind[]];
  /** What a service needs, and an operator on an upstream that knows no operators: `read`, `write`, or a right of its own. */
  scope: `${string}:${string}`;
  /** CMS permission that an operator needs on the Wallet Gateway, which would not check it itself. */
  permission?: Permission | PermissionByField;
  credential?: CredentialScheme;
  /** Rules for query parameters. Others are passed on, but not those of callers without a login. */
  query?: Type;
  /** JSON body. Fields that the DTO does not know are passed on, but not those of callers without a login. */
  body?: Type;
  /** Looks at the whole request, where schemas take the place of DTOs: an imported operation. */
  check?: RequestCheck;
  /** Media type of a body, where it is not `application/json`: another kind of JSON, or `application/x-www-form-urlencoded`. */
  mediaType?: string;
  /** What the upstream is asked for, where it is another kind of JSON. */
  accept?: string;
  /** Bytes of a JSON body, where the gateway's own limit of 1 MiB does not fit. */
  maxBodyBytes?: number;
  /** Multipart body, streamed to the upstream while it is checked. */
  upload?: Upload;
  /** Headers of the client that are passed on, in lower case; all others stop here. */
  headers?: readonly `x-${string}`[];
  /** Where the upstream takes a one-time code inline: header `X-Otp` is put into the field `otp` there. */
  otp?: 'body' | 'form';
  /** Body field that names an account: without one there is no call, and calls are counted for it too, whatever their address. */
  accountField?: string;
  /**
   * For a row with `accountField` that must not tell whether the account exists. Whatever Migo says of the account is answered
   * like a success, which then has no more than this message, or like a wrong code; and not at Migo's time but at a
   * multiple of `limits.refusalStepMs`. `refusals`: of a row that names no account in one place; callers without a login are not
   * told why Migo refused, and get every answer at such a time.
   */
  conceal?: { message: string } | 'otp_refused' | 'refusals';
  /** A success ends every session of the account that `accountField` names: its password is another one now. */
  endsSessions?: true;
  /** Default: `inline` for a row with `otp`, else `never`. */
  stepUp?: StepUp;
  /** By the settings: with a larger `amount` in its body a call needs a recent code, as with `stepUp: required`. */
  stepUpAbove?: number;
  /** What the upstream answers with. Default: `json`. */
  answer?: AnswerMode;
  /** Of a list, which then can be exported (docs/exports.md): the parameters of its pages, or that it comes in one answer. */
  pages?: Paging | 'whole';
  /** Never money, never personal: kept for a moment for who read it, and given with an entity tag (docs/reference-data.md). */
  cache?: 'reference';
  /** What a success has in `data`, for the documentation. Without it, that is not known. */
  data?: Schema;
  /** Moves or commits money: never sent twice by the gateway, and an unknown outcome is told as unknown. */
  money?: true;
  /** Whether it moves money nobody has said: an `Idempotency-Key` is taken, and not demanded. */
  keyOptional?: true;
  /** Where it shows what became of a call whose answer is lost. Without one that stays unknown. */
  lookUp?: LookUp;
  /** The look-up of another row, which could take a call of this one for its own. */
  looksLike?: LookUp;
  /** A processor stands behind it, for which Migo waits: `processorFirstByteMs` and `processorDeadlineMs`. Default: rows with `money`. */
  processor?: true;
  /** Whole upstream call in milliseconds, where the upstream's own setting does not fit. */
  deadlineMs?: number;
  /** Status of success, for the documentation. */
  success?: 200 | 201 | 202 | 204;
  summary: string;
  /** Page below https://api-docs.migopayments.com/en/. */
  docs: string;
  evidence: Evidence;
}

export type Rows = Readonly<Record<string, Row>>;

export interface RouteTable {
  target: Upstream;
  rows: Rows;
}

/** A route table and the name that its routes, their tag and their log lines have in common. */
export interface Capability {
  capability: string;
  table: RouteTable;
}

/** `cards-admin:addFunds`, or which of them when. */
export function permissionText(permission: Permission | PermissionByField): string {
  if (!('field' in permission)) return permission.join(':');
  const { field, values } = permission;
  return Object.entries(values)
    .map(([value, needed]) => `${needed.join(':')} (${field} ${value})`)
    .join(', ');
}

/** Whether a call needs an `Idempotency-Key`, for the callers that the settings name. */
export function demandsKey({ money, keyOptional }: Pick<Row, 'money' | 'keyOptional'>): boolean {
  return money === true && keyOptional !== true;
}
