import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../observability/audit.log.js';
import { Loggers } from '../observability/logger.js';
import { EncryptedRecords, type RecordKind } from './encrypted-records.js';
import { KeyValueStore } from './key-value-store.js';
import { RecordCipher } from './record-cipher.js';

@Injectable()
export class RecordsFactory {
  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly cipher: RecordCipher,
    private readonly loggers: Loggers,
    private readonly audit: AuditLog,
  ) {}

  create<T>(kind: RecordKind<T>): EncryptedRecords<T> {
    const { store, cipher, loggers, audit } = this;
    return new EncryptedRecords(kind, { store, cipher, logger: loggers.of(), audit });
  }
}
