import { isRecord } from '../common/json.js';
import { type RecordAddress, type RecordCipher, UndecipherableError } from './record-cipher.js';

export interface Change {
  id: string;
  /** At least 1. */
  version: number;
  deleted?: true;
}

/** What replicas tell each other of records of one kind: encrypted like them, so that nobody else can tell it. */
export class ChangeMessages {
  /** Begins a message in clear, so that those of other kinds need not be decrypted. */
  private readonly start: string;
  /** What messages are bound to: no record has an empty id or version 0. */
  private readonly address: RecordAddress;

  constructor(
    kind: string,
    private readonly cipher: RecordCipher,
  ) {
    this.start = `${kind} `;
    this.address = { key: `${kind}:`, version: 0 };
  }

  write(change: Change): string {
    return this.start + this.cipher.encrypt(change, this.address);
  }

  /** Undefined for a message about records of another kind, and for one that no gateway with our keys has written. */
  read(message: string): Change | undefined {
    if (!message.startsWith(this.start)) return undefined;
    try {
      return parseChange(this.cipher.decrypt(message.slice(this.start.length), this.address));
    } catch (error) {
      if (!(error instanceof UndecipherableError)) throw error;
      return undefined;
    }
  }
}

function parseChange(value: unknown): Change | undefined {
  if (!isRecord(value)) return undefined;
  const { id, version, deleted } = value;
  if (typeof id !== 'string' || typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    return undefined;
  return { id, version, ...(deleted === true && { deleted }) };
}
