import type { SessionDirectory } from '../auth/sessions/directory.js';
import type { UpstreamTransports } from '../clients/transport/upstream-transports.js';
import type { Credentials } from '../credentials/credentials.js';
import type { Metrics } from '../observability/metrics.js';
import type { Row } from '../routes/route.js';
import type { InlineCodes } from './inline-codes.js';
import type { ReferenceData } from './reference/reference-data.js';
import type { CallOnce } from './once/call-once.js';
import type { RowAnswer, RowCall } from './row-call.js';

/** What steps work with. */
export interface StepTools {
  credentials: Pick<Credentials, 'source'>;
  directory: Pick<SessionDirectory, 'endNamed'>;
  codes: Pick<InlineCodes, 'limit'>;
  once: Pick<CallOnce, 'run'>;
  reference: Pick<ReferenceData, 'read' | 'change'>;
  transports: Pick<UpstreamTransports, 'get'>;
  metrics: Pick<Metrics, 'upstreamCalls'>;
}

/** The steps behind a step. */
export type Next = (call: RowCall) => Promise<RowAnswer>;

/** One thing that a row asks for around its call. */
export interface Step {
  name: string;
  isFor: (row: Row) => boolean;
  run: (call: RowCall, next: Next, tools: StepTools) => Promise<RowAnswer>;
}
