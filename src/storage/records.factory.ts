import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { EncryptedRecords, type RecordKind } from './encrypted-records.js';
import { KeyValueStore } from './key-value-store.js';
import { RecordCipher } from './record-cipher.js';

@Injectable()
export class RecordsFactory {
  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly cipher: RecordCipher,
    private readonly logger: PinoLogger,
  ) {}

  create<T>(kind: RecordKind<T>): EncryptedRecords<T> {
    return new EncryptedRecords(kind, { store: this.store, cipher: this.cipher, logger: this.logger });
  }
}
