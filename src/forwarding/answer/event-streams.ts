import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

/** Milliseconds. Longer than a balancer takes to learn that this replica ends; not the same for all, so that they do not come back at once. */
const RECONNECT_MS = [1500, 4000] as const;

/** Event streams that are open. */
@Injectable()
export class EventStreams {
  /** With whether something can be put into them: not where they are compressed. */
  private readonly open = new Map<ServerResponse, { isPlain: boolean }>();

  add(answer: ServerResponse): void {
    this.open.set(answer, { isPlain: true });
    answer.once('close', () => this.open.delete(answer));
  }

  compressed(answer: ServerResponse): void {
    if (this.open.has(answer)) this.open.set(answer, { isPlain: false });
  }

  /**
   * Ends those that have begun, and tells their clients when to connect again. An event that is not complete is thrown away
   * by the client, who asks for it anew by its `Last-Event-ID`; so `retry` must not complete it: it follows what makes an
   * unfinished line, or none, a comment or nonsense, and has no empty line behind it (HTML, section 9.2.6).
   */
  end(): void {
    for (const [answer, { isPlain }] of this.open) {
      if (!answer.headersSent) continue;
      this.open.delete(answer);
      answer.end(isPlain ? `:\nretry: ${randomInt(...RECONNECT_MS)}\n` : '');
    }
  }
}
