import { request } from 'node:http';
import type { Client } from '../support/client.js';

export interface Exported {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  trailers: Readonly<Record<string, string | undefined>>;
  /** What came, also of an answer that was cut. */
  text: string;
  isWhole: boolean;
}

interface Taking {
  accept?: string;
  /** Characters after which the client hangs up. */
  cutAfter?: number;
  /** Keeps the text; otherwise it only passes. */
  each?: (chunk: string) => void;
}

/** Takes an export as a partner's program does, with its trailers. */
export function take(client: Client, path: string, { accept, cutAfter, each }: Taking = {}): Promise<Exported> {
  return new Promise((resolve, reject) => {
    const headers = { ...client.headers, te: 'trailers', ...(accept !== undefined && { accept }) };
    const call = request(client.baseUrl + path, { headers }, (answer) => {
      const { statusCode: status = 0 } = answer;
      let text = '';
      let length = 0;
      const done = (isWhole: boolean): void => {
        resolve({ status, headers: answer.headers, trailers: answer.trailers, text, isWhole });
      };
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        length += chunk.length;
        if (each === undefined) text += chunk;
        else each(chunk);
        if (cutAfter === undefined || length < cutAfter) return;
        answer.destroy();
        done(false);
      });
      answer.on('end', () => {
        done(answer.complete);
      });
      answer.on('error', () => {
        done(false);
      });
    });
    call.on('error', reject);
    call.end();
  });
}

/** Those lines that have come in full. */
export function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
