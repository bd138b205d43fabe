import { hash, randomUUID } from 'node:crypto';

/** What makes a line part of a chain; `hash` covers the text of the line in front of it, and the hash of the line before. */
interface Link {
  /** Of the process that wrote the line: each has a chain of its own. */
  chain: string;
  /** From 1, without gaps. */
  seq: number;
}

/** Makes lines that cannot be changed, removed or put in between unnoticed. Whoever can write anew all that follows is not noticed. */
export class AuditChain {
  private readonly chain = randomUUID();
  private seq = 0;
  private last: string = this.chain;

  /** The line with its link, as JSON and without a line feed. */
  link(fields: object): string {
    this.seq += 1;
    const line = JSON.stringify({ ...fields, chain: this.chain, seq: this.seq } satisfies Link).slice(0, -1);
    this.last = hash('sha256', this.last + line, 'base64url');
    return `${line},"hash":"${this.last}"}`;
  }
}

export interface BrokenLine {
  /** Of the log, from 1. */
  line: number;
  fault: string;
}

const HASHED = /^(.*),"hash":"([A-Za-z0-9_-]{43})"\}$/;

/** Checks the lines of one or several processes, in the order in which they were written. Lines of no chain are passed over. */
export class AuditVerifier {
  readonly broken: BrokenLine[] = [];
  lines = 0;
  private readonly chains = new Map<string, { seq: number; last: string }>();
  private at = 0;

  get processes(): number {
    return this.chains.size;
  }

  read(text: string): void {
    this.at += 1;
    if (!text.includes('"audit":true')) return;
    const [, line = '', digest] = HASHED.exec(text) ?? [];
    const link = linkOf(`${line}}`);
    if (link === undefined || digest === undefined) {
      this.tell('is no line of a chain');
      return;
    }
    const before = this.chains.get(link.chain) ?? { seq: 0, last: link.chain };
    this.lines += 1;
    this.chains.set(link.chain, { seq: link.seq, last: digest });
    if (link.seq !== before.seq + 1) this.tell(`has number ${link.seq} after ${before.seq}: lines are missing`);
    else if (hash('sha256', before.last + line, 'base64url') !== digest) this.tell('was changed, or one before it');
  }

  private tell(fault: string): void {
    this.broken.push({ line: this.at, fault });
  }
}

function linkOf(json: string): Link | undefined {
  try {
    const { chain, seq } = JSON.parse(json) as Partial<Link>;
    return typeof chain === 'string' && typeof seq === 'number' ? { chain, seq } : undefined;
  } catch {
    return undefined;
  }
}
