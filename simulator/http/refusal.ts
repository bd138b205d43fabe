export interface ErrorEntry {
  code: string;
  message: string;
}

interface Told {
  /** Only codes that Migo documents or that are assumed: none is made up for a refusal that has none. */
  entries?: readonly ErrorEntry[];
  /** The Middleware's, where a page names one. */
  ownCode?: number;
}

/** A call that Migo refuses. Each API writes it in its own envelope. */
export class Refusal extends Error {
  readonly status: number;
  readonly entries: readonly ErrorEntry[];
  readonly ownCode: number | undefined;

  constructor(status: number, message: string, { entries = [], ownCode }: Told = {}) {
    super(message);
    this.status = status;
    this.entries = entries;
    this.ownCode = ownCode;
  }
}

export function invalidInput(entries: readonly ErrorEntry[]): Refusal {
  return new Refusal(400, entries[0]?.message ?? 'Invalid input', { entries });
}

export function unauthorized(message: string): Refusal {
  return coded(401, 'UNAUTHORIZED', message);
}

export function tokenExpired(message: string): Refusal {
  return coded(401, 'TOKEN_EXPIRED', message);
}

/** A partner that is not the operator's (cms-api/overview). A permission that is missing has no documented code. */
export function notAssigned(message: string): Refusal {
  return coded(403, 'FORBIDDEN', message);
}

export function forbidden(message: string): Refusal {
  return new Refusal(403, message);
}

export function absent(message: string, ownCode?: number): Refusal {
  return new Refusal(404, message, ownCode === undefined ? {} : { ownCode });
}

export function conflict(message: string, ownCode?: number): Refusal {
  return new Refusal(409, message, ownCode === undefined ? {} : { ownCode });
}

/** A code of the charge intake's library (recurring-payments/bulk-charges). */
export function intakeRefusal(code: string, message: string): Refusal {
  return coded(405, code, message);
}

export function coded(status: number, code: string, message: string): Refusal {
  return new Refusal(status, message, { entries: [{ code, message }] });
}

/** All of what is wrong, where there are several things. */
export function textOf({ message, entries }: Refusal): string {
  return entries.length < 2 ? message : entries.map((entry) => entry.message).join('; ');
}
