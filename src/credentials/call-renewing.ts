import type { Credential, CredentialOwner, CredentialSource } from './credential.js';
import { RenewedInVain } from './renewed-in-vain.js';

interface RenewableCall<Answer> {
  source: CredentialSource;
  owner: CredentialOwner;
  /** What refuses: the id of a row, or of a call of the gateway's own. */
  place: string;
  /** The call that was made already, and what came of it. */
  first: { credential: Credential; answer: Answer };
  call: (credential: Credential) => Promise<Answer>;
  /** What a 401 says, for hints about the token it means; undefined where the answer is not a 401. */
  refusalOf: (answer: Answer) => string | undefined;
}

const TOKEN_HEADERS = ['authorization', 'x-user-token'];
const IN_VAIN = new WeakMap<CredentialSource, RenewedInVain>();

/**
 * Makes a call again with a new token where Migo has refused the old one: it does so before doing anything else.
 * Each token is renewed at most once; the last answer counts, whatever it is. A token that was renewed for a place and is
 * refused there is not renewed for it again, for a while.
 */
export async function callRenewing<Answer>(renewable: RenewableCall<Answer>): Promise<Answer> {
  const { source, owner, place, first, call, refusalOf } = renewable;
  const inVain = inVainOf(source);
  const isSpared = (header: string): boolean => inVain.has(place, header);
  let sent = first.credential;
  let { answer } = first;
  for (;;) {
    const text = refusalOf(answer);
    if (text === undefined) return answer;
    const renewed = await source.renew(owner, { first: first.credential, sent, text, isSpared });
    if (renewed === undefined) return answer;
    const fresh = tokensIn(renewed).filter((header) => !tokensIn(sent).includes(header));
    sent = renewed;
    // Before the call: one that is left to the client to make again is judged by its next one.
    for (const header of fresh) inVain.add(place, header);
    answer = await call(renewed);
    if (refusalOf(answer) === undefined) for (const header of tokensIn(sent)) inVain.remove(place, header);
  }
}

function inVainOf(source: CredentialSource): RenewedInVain {
  const known = IN_VAIN.get(source);
  if (known !== undefined) return known;
  const inVain = new RenewedInVain();
  IN_VAIN.set(source, inVain);
  return inVain;
}

/** The headers that hold one. */
function tokensIn({ headers }: Credential): string[] {
  return TOKEN_HEADERS.flatMap((name) => headers[name] ?? []);
}
