import { Global, Module } from '@nestjs/common';
import { Fingerprints } from './fingerprint.js';
import { KeyedCalls } from './keyed-calls.js';
import { OutcomeStore } from './outcome-store.js';

@Global()
@Module({
  providers: [Fingerprints, KeyedCalls, OutcomeStore],
  exports: [Fingerprints, KeyedCalls, OutcomeStore],
})
export class IdempotencyModule {}
