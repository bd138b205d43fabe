import type { UpstreamName } from '../config/sections/upstream.settings.js';
import { catalogueEntry, type ProblemCode } from './catalogue.js';

/** One entry of `errors`, in the form of Migo's own envelope. Of a refusal the message may be Migo's own, cleaned. */
export interface ProblemError {
  code: string;
  message: string;
  /** Dotted path of the wrong field, e.g. `cardInfo.token`. */
  field?: string;
}

export interface ProblemOptions {
  /** For the client: what happened this time. Never upstream wording, hosts or values. Without it, what the catalogue advises. */
  detail?: string;
  errors?: readonly ProblemError[];
  upstream?: UpstreamName;
  headers?: Readonly<Record<string, string>>;
  /** Overrides the status of the catalogue entry where Migo's own status is the better one. */
  status?: number;
  cause?: unknown;
}

/** The only way an error reaches a client: a code of the catalogue (RFC 9457). */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? catalogueEntry(code).title, { cause: options.cause });
    this.name = 'Problem';
    this.status = options.status ?? catalogueEntry(code).status;
  }
}
