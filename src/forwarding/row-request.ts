import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { RequestRecord } from '../observability/request-record.js';

/** What a row is called with. A request of Fastify is one; a call that the gateway makes by itself is written by hand. */
export interface RowRequest {
  id: string;
  /** Address of the client. */
  clientAddress: string;
  /** As the client sent it: only its query is looked at. */
  url: string;
  params: unknown;
  query: unknown;
  headers: IncomingHttpHeaders;
  /** The JSON body as it was parsed, and as it came. */
  body: unknown;
  rawBody: Buffer | undefined;
  /** Where the multipart body of an upload is read from; no other row needs it. */
  raw?: IncomingMessage;
  record: RequestRecord;
}
