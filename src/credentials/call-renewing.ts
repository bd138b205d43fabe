import type { Credential, CredentialOwner, CredentialSource } from './credential.js';

interface RenewableCall<Answer> {
  source: CredentialSource;
  owner: CredentialOwner;
  /** The call that was made already, and what came of it. */
  first: { credential: Credential; answer: Answer };
  call: (credential: Credential) => Promise<Answer>;
  /** What a 401 says, for hints about the token it means; undefined where the answer is not a 401. */
  refusalOf: (answer: Answer) => string | undefined;
}

/**
 * Makes a call again with a new token where Migo has refused the old one: it does so before doing anything else.
 * Each token is renewed at most once; the last answer counts, whatever it is.
 */
export async function callRenewing<Answer>(renewable: RenewableCall<Answer>): Promise<Answer> {
  const { source, owner, first, call, refusalOf } = renewable;
  let sent = first.credential;
  let { answer } = first;
  for (;;) {
    const text = refusalOf(answer);
    const renewed = text === undefined ? undefined : await source.renew(owner, { first: first.credential, sent, text });
    if (renewed === undefined) return answer;
    sent = renewed;
    answer = await call(renewed);
  }
}
