import { LRUCache } from 'lru-cache';
import { Problem } from '../../problems/problem.js';
import type { TokenSource } from '../token-source.js';
import { atMost } from '../../common/growing-cache.js';

const FIRST_MS = 250;
const LONGEST_MS = 5000;

interface Pause {
  /** With another login in its place, such as after a replaced password, there is no reason to wait. */
  login: TokenSource['login'];
  /** On the clock of `performance.now()`: a step of the machine's clock must not make it last. */
  until: number;
  ms: number;
  /** Migo has refused the login: asking again would get the same answer, or lock the account. */
  refused: boolean;
}

/** After a token call that failed, this process makes none for that record for a while, which doubles each time. */
export class RenewalPauses {
  private readonly pauses = new LRUCache<string, Pause>({ ...atMost(10_000), ttl: 60_000 });

  isPaused(source: TokenSource): boolean {
    return this.running(source) !== undefined;
  }

  /** @throws Problem that the last failure was, while the pause lasts */
  respect(source: TokenSource): void {
    const pause = this.running(source);
    if (pause === undefined) return;
    throw pause.refused ? refusedFor(source) : unavailableFor(source, pause.until - performance.now());
  }

  end({ id }: TokenSource): void {
    this.pauses.delete(id);
  }

  afterFailure(source: TokenSource, cause: unknown): Problem {
    return unavailableFor(source, this.begin(source, { refused: false }), cause);
  }

  afterRefusal(source: TokenSource): Problem {
    this.begin(source, { refused: true, fixedMs: source.refusedPauseMs });
    return refusedFor(source);
  }

  private running({ id, login }: TokenSource): Pause | undefined {
    const pause = this.pauses.get(id);
    return pause?.login === login && performance.now() < (pause?.until ?? 0) ? pause : undefined;
  }

  private begin(
    { id, login }: TokenSource,
    { refused, fixedMs }: { refused: boolean; fixedMs?: number | undefined },
  ): number {
    const ms = fixedMs ?? Math.min((this.pauses.get(id)?.ms ?? FIRST_MS / 2) * 2, LONGEST_MS);
    this.pauses.set(id, { login, ms, until: performance.now() + ms, refused });
    return ms;
  }
}

function unavailableFor({ upstream }: TokenSource, ms: number, cause?: unknown): Problem {
  const headers = { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) };
  return new Problem('credential_unavailable', { upstream, headers, cause });
}

function refusedFor({ upstream }: TokenSource): Problem {
  return new Problem('upstream_refused_credential', { upstream });
}
