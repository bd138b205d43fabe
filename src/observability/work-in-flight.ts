import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';

/**
 * What is not done yet: answers that clients wait for, and calls, some of which go on when the client has gone.
 *
 * Answers have places, and not a `Set`: V8 links each table that a busy `Set` has outgrown to the next one, so the first of them
 * that got old kept every later answer alive until a full collection, for a tenth of the CPU time of a request (docs/adr/0007).
 */
@Injectable()
export class WorkInFlight {
  private readonly answers: (ServerResponse | undefined)[] = [];
  private readonly freePlaces: number[] = [];
  private calls = 0;
  private isEnding = false;

  get count(): number {
    return Math.max(this.answers.length - this.freePlaces.length, this.calls);
  }

  /** Gives the place of the answer, for `end`. */
  begin(answer: ServerResponse): number {
    if (this.isEnding) answer.shouldKeepAlive = false;
    const place = this.freePlaces.pop() ?? this.answers.length;
    this.answers[place] = answer;
    return place;
  }

  end(place: number): void {
    this.answers[place] = undefined;
    this.freePlaces.push(place);
  }

  /** What a connection waits for. Looked for where it is wanted, which is rare: nobody keeps it for each of them. */
  answerOn(socket: Socket): ServerResponse | undefined {
    return this.answers.find((answer) => answer?.req.socket === socket);
  }

  beginCall(): void {
    this.calls += 1;
  }

  endCall(): void {
    this.calls -= 1;
  }

  /** Every answer from now on, those that are under way too, says that its connection ends with it (RFC 9112, section 9.6). */
  endConnections(): void {
    this.isEnding = true;
    for (const answer of this.answers) if (answer !== undefined) answer.shouldKeepAlive = false;
  }
}
