import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

/** What is not done yet: answers that clients wait for, and calls, some of which go on when the client has gone. */
@Injectable()
export class WorkInFlight {
  private readonly answers = new Set<ServerResponse>();
  private calls = 0;
  private isEnding = false;

  get count(): number {
    return Math.max(this.answers.size, this.calls);
  }

  begin(answer: ServerResponse): void {
    this.answers.add(answer);
    if (this.isEnding) answer.shouldKeepAlive = false;
  }

  end(answer: ServerResponse): void {
    this.answers.delete(answer);
  }

  track<Result>(call: Promise<Result>): Promise<Result> {
    this.calls += 1;
    call.then(this.callEnded, this.callEnded);
    return call;
  }

  /** Every answer from now on, those that are under way too, says that its connection ends with it (RFC 9112, section 9.6). */
  endConnections(): void {
    this.isEnding = true;
    for (const answer of this.answers) answer.shouldKeepAlive = false;
  }

  private readonly callEnded = (): void => {
    this.calls -= 1;
  };
}
