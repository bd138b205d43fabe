import type { Writable } from 'node:stream';
import type { Caller } from '../auth/callers/caller.js';
import type { Refusal } from '../clients/migo/refusal.js';
import type { Answer, AnswerHead } from '../clients/transport/upstream-call.js';
import type { KeyedCall } from '../idempotency/keyed-call.js';
import type { CallClass } from '../clients/transport/resilience/call-class.js';
import type { Credential, CredentialSource } from '../credentials/credential.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import type { AnswerHandling } from './answer/modes.js';
import type { RowQuery } from './request/row-query.js';
import type { RowRequest } from './row-request.js';
import type { UploadRequest } from './uploads/upload-request.js';
import type { KeyedHash } from '../storage/record-cipher.js';

/** The client's connection: a large answer may go straight to it, and a read ends when it closes. */
export interface AnswerSink {
  connection: Writable;
  /** Undefined for an answer that must not stream. `start` is what has come of it. */
  open: (head: AnswerHead, start: Buffer) => Writable | undefined;
}

/** Bounds of one call that are not the row's own. */
export interface CallBounds {
  /** When it is given up, by `performance.now()`; the row's deadline may be earlier. */
  until: number;
  /** Of an answer that is kept whole. */
  bufferBytes: number;
}

/** What is the same for all calls of a row. */
export interface RowHandling {
  query: RowQuery;
  answer: AnswerHandling;
  source: CredentialSource;
  /** The client's own headers that the upstream is told. */
  toldHeaders: readonly string[];
  callClass: CallClass;
}

/** What comes of a call: an answer, or what Migo said when it said no. */
export type RowAnswer = Answer | Refusal;

/** A call of a row on its way through the steps. */
export interface RowCall {
  route: PreparedRoute;
  handling: RowHandling;
  caller: Caller;
  request: RowRequest;
  /** Without one an answer is read up to the size that is kept whole. */
  sink: AnswerSink | undefined;
  bounds: CallBounds | undefined;
  /** Path and query upstream, once the step `address` has been passed. */
  path: string;
  /** What is sent, once the step `credential` has been passed. */
  credential: Credential;
  /** The claim of its key, once the step `once` has been passed; undefined for a call without one. */
  claim: KeyedCall | undefined;
  /** What a form is hashed with while it streams. */
  bodyHash: KeyedHash | undefined;
  /** The checked body, once the step `upload` has been passed. */
  upload: UploadRequest | undefined;
}
