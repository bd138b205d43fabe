import type { PartVisitor } from './framing.js';
import type { KeyedHash } from '../../storage/record-cipher.js';

/** Hashes what a form says on the way to its checks. Its boundary is left out: a client makes a new one each time. */
export class FormHash implements PartVisitor {
  private bytes = 0;
  private told: string | undefined;

  constructor(
    private readonly hash: KeyedHash,
    private readonly next: PartVisitor,
  ) {}

  head(lines: Buffer): void {
    this.next.head(lines);
    this.hash.update(`${lines.length}:`).update(lines);
    this.bytes = 0;
  }

  content(bytes: Buffer): void {
    this.next.content(bytes);
    this.hash.update(bytes);
    this.bytes += bytes.length;
  }

  /** A length behind each content, so that no other cut gives the same hash. */
  partEnd(): void {
    this.next.partEnd();
    this.hash.update(`:${this.bytes};`);
  }

  /** Of everything so far; nothing can be added afterwards. */
  get digest(): string {
    this.told ??= this.hash.digest('base64url');
    return this.told;
  }
}
