import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { SessionCaller } from '../callers/caller.js';
import { Sessions } from './sessions.js';

/** How often a stream's session is looked at, in milliseconds: the message about its end may be lost, and time tells nobody. */
const LOOK_EVERY_MS = 5000;

type Streaming = Pick<SessionCaller, 'sessionId' | 'kind'>;

/** Answers that go on for as long as the caller's session: each is cut off when that ends, on whichever replica. */
@Injectable()
export class SessionStreams implements OnApplicationShutdown {
  private readonly streams = new Map<() => void, Streaming>();
  private readonly timer = setInterval(() => void this.look(), LOOK_EVERY_MS);

  constructor(private readonly sessions: Sessions) {
    sessions.onEnd((sessionId) => {
      this.cut((session) => session.sessionId === sessionId);
    });
  }

  /** Gives what takes the stream out again, once it has ended by itself. */
  add(session: Streaming, cut: () => void): () => void {
    this.streams.set(cut, session);
    return () => this.streams.delete(cut);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const sessions = new Map([...this.streams.values()].map((session) => [session.sessionId, session]));
    for (const session of sessions.values()) {
      const hasEnded = await this.sessions.hasEnded(session).catch(() => false);
      if (hasEnded) this.cut(({ sessionId }) => sessionId === session.sessionId);
    }
  }

  private cut(isMeant: (session: Streaming) => boolean): void {
    for (const [cut, session] of this.streams) {
      if (!isMeant(session)) continue;
      this.streams.delete(cut);
      cut();
    }
  }
}
