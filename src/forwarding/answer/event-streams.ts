import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

/** Milliseconds. Longer than a balancer takes to learn that this replica ends; not the same for all, so that they do not come back at once. */
const RECONNECT_MS = [1500, 4000] as const;

/** Event streams that are open. */
@Injectable()
export class EventStreams {
  private readonly open = new Set<ServerResponse>();

  add(answer: ServerResponse): void {
    this.open.add(answer);
    answer.once('close', () => this.open.delete(answer));
  }

  /**
   * Ends those that have begun, and tells their clients when to connect again. An event that is not complete is thrown away
   * by the client, who asks for it anew by its `Last-Event-ID`; so `retry` must not complete it: it follows what makes an
   * unfinished line, or none, a comment or nonsense, and has no empty line behind it (HTML, section 9.2.6).
   */
  end(): void {
    for (const answer of this.open) {
      if (!answer.headersSent) continue;
      this.open.delete(answer);
      // Nothing can be put into what is compressed.
      const isPlain = !answer.hasHeader('content-encoding');
      answer.end(isPlain ? `:\nretry: ${randomInt(...RECONNECT_MS)}\n` : '');
    }
  }
}
