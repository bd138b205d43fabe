export interface ErrorEntry {
  code: string;
  message: string;
}

/** A call that Migo refuses. Each API writes it in its own envelope. */
export class Refusal extends Error {
  readonly status: number;
  readonly entries: readonly ErrorEntry[];
  /** The Middleware's code, where a page names one; otherwise its envelope derives it from the status. */
  readonly ownCode: number | undefined;

  constructor(status: number, entries: readonly ErrorEntry[], ownCode?: number) {
    super(entries[0]?.message ?? 'Refused');
    this.status = status;
    this.entries = entries;
    this.ownCode = ownCode;
  }
}

export function invalidInput(entries: readonly ErrorEntry[]): Refusal {
  return new Refusal(400, entries);
}

export function unauthorized(message: string): Refusal {
  return new Refusal(401, [{ code: 'UNAUTHORIZED', message }]);
}

export function tokenExpired(message: string): Refusal {
  return new Refusal(401, [{ code: 'TOKEN_EXPIRED', message }]);
}

export function forbidden(message: string): Refusal {
  return new Refusal(403, [{ code: 'FORBIDDEN', message }]);
}

export function notFound(code: string, message: string): Refusal {
  return new Refusal(404, [{ code, message }]);
}

export function conflict(code: string, message: string): Refusal {
  return new Refusal(409, [{ code, message }]);
}

/** The Middleware's answer to what a processor or its charge intake cannot do. */
export function notAllowed(code: string, message: string): Refusal {
  return new Refusal(405, [{ code, message }]);
}
