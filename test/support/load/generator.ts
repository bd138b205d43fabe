// A program of its own: requests by raw sockets, because an HTTP client would need the processor more than the gateway does.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measured, Order } from './order.ts';

const EVERY_MS = 4;
/** After the last request was sent, so long for the last answer. */
const LAST_MS = 20_000;
const END_OF_HEAD = '\r\n\r\n';

process.on('message', (order: Order) => {
  void measure(order).then((measured) => process.send?.(measured));
});
process.on('disconnect', () => process.exit());

async function measure({ port, requests, seconds, perSecond, connections }: Order): Promise<Measured> {
  const answers: Measured['answers'] = [];
  const idle: Connection[] = [];
  const all = new Set<Connection>();
  let turn = 0;
  let isOver = false;
  let underWay = 0;
  const isDue = (): boolean => perSecond === undefined || turn < ((performance.now() - startedAt) * perSecond) / 1000;
  const send = (connection?: Connection): void => {
    const request = (requests[turn % requests.length] ?? '').replace('{key}', () => randomUUID());
    turn += 1;
    underWay += 1;
    const one = connection ?? idle.pop() ?? new Connection(port);
    all.add(one);
    one.send(request, (status, sentAt) => {
      const at = performance.now();
      answers.push([at, at - sentAt, status]);
      underWay -= 1;
      if (one.isClosed) all.delete(one);
      if (connections !== undefined && !isOver && isDue()) send(one.isClosed ? undefined : one);
      else if (!one.isClosed) idle.push(one);
    });
  };

  const delays = monitorEventLoopDelay({ resolution: EVERY_MS });
  delays.enable();
  const startedAt = performance.now();
  const pauses: Pause[] = [];
  let lookedAt = startedAt;
  /** A moment later; longer than that, others had the processor. */
  const moment = async (): Promise<void> => {
    await sleep(EVERY_MS);
    const now = performance.now();
    if (now - lookedAt > 2 * EVERY_MS) pauses.push([lookedAt + EVERY_MS, now]);
    lookedAt = now;
  };
  if (connections !== undefined && perSecond === undefined) for (let count = 0; count < connections; count += 1) send();
  while (performance.now() - startedAt < seconds * 1000) {
    // By the clock, whatever becomes of what was sent: who waits for answers does not see how late they are.
    if (perSecond !== undefined) while (underWay < (connections ?? Infinity) && isDue()) send();
    await moment();
  }
  isOver = true;
  const endedAt = performance.now();
  while (underWay > 0 && performance.now() - endedAt < LAST_MS) await moment();
  delays.disable();
  for (const one of all) one.end();
  for (const answer of answers) answer[1] -= pausedWithin(pauses, answer);
  return { answers, unanswered: underWay, stallMs: Math.round(delays.max / 1e6) - EVERY_MS };
}

/** When the generator did not run. */
type Pause = [from: number, to: number];

/** Of the time that an answer took, what nobody was there to see it. */
function pausedWithin(pauses: readonly Pause[], [at, ms]: Measured['answers'][number]): number {
  const overlaps = pauses.map(([from, to]) => Math.min(at, to) - Math.max(at - ms, from));
  return overlaps.filter((overlap) => overlap > 0).reduce((sum, overlap) => sum + overlap, 0);
}

type OnAnswer = (status: number, sentAt: number) => void;

/** One request at a time; 0 is the status of one that was not answered. */
class Connection {
  isClosed = false;
  private readonly socket: Socket;
  private text = '';
  private sentAt = 0;
  private onAnswer: OnAnswer | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (part: string) => {
      this.text += part;
      if (isWhole(this.text)) this.answer(Number(this.text.slice(9, 12)));
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
      this.answer(0);
    });
  }

  send(request: string, onAnswer: OnAnswer): void {
    this.text = '';
    this.onAnswer = onAnswer;
    this.sentAt = performance.now();
    this.socket.write(request, 'latin1');
  }

  end(): void {
    this.socket.destroy();
  }

  private answer(status: number): void {
    const { onAnswer } = this;
    this.onAnswer = undefined;
    if (/^connection: close\r$/im.test(this.text.slice(0, this.text.indexOf(END_OF_HEAD) + 1))) this.isClosed = true;
    onAnswer?.(status, this.sentAt);
  }
}

function isWhole(text: string): boolean {
  const end = text.indexOf(END_OF_HEAD);
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + END_OF_HEAD.length + Number(length);
}
