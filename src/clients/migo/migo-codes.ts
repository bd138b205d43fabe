import type { ProblemCode } from '../../problems/catalogue.js';

export interface MigoCode {
  /** In our own words: upstream wording is never passed on. */
  sense: string;
  /** Migo's symbolic name, which some answers have in place of the code. */
  name?: string;
  /** Set where the code says more than the status does: Migo answers 500 with a code in none of its sets of codes. */
  problem?: ProblemCode;
  /** Where money moves, it may have moved all the same. */
  leavesOpen?: true;
  /** Migo has had the same request before. */
  hadBefore?: true;
  /** The request is what is refused, also with 401, and not a token. */
  sparesToken?: true;
}

type Codes = Readonly<Record<string, MigoCode>>;

/** What an upstream may answer, by code and by name. */
export type MigoCodes = ReadonlyMap<string, MigoCode>;

/** Of any API. FORBIDDEN has no problem of its own: whether it means the partner depends on the path. */
const COMMON: Codes = {
  TOKEN_EXPIRED: { sense: 'The token has expired' },
  FORBIDDEN: { sense: 'Migo does not permit this' },
};

export const UNKNOWN_CODE: MigoCode = { sense: 'A code that the gateway does not know; see Migo’s documentation' };

/** The codes of one upstream, and those of any. */
export function migoCodes(own: Codes): MigoCodes {
  const codes = { ...COMMON, ...own };
  const named = Object.values(codes).flatMap((code) => (code.name === undefined ? [] : [[code.name, code] as const]));
  return new Map([...Object.entries(codes), ...named]);
}
