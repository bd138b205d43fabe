import { ArrayUnique, IsArray, IsIn } from 'class-validator';
import { Integer } from '../fields/numbers.js';
import { CALLER_KINDS, type CallerKind } from '../../common/caller-kinds.js';

/** Calls that must be made once: docs/payments.md. */
export class IdempotencySettings {
  /** Who must send `Idempotency-Key` where a row moves money. */
  @IsArray()
  @ArrayUnique()
  @IsIn(CALLER_KINDS, { each: true, message: `each must be one of ${CALLER_KINDS.join(', ')}` })
  requiredFor: CallerKind[] = [...CALLER_KINDS];

  /** How many replicas of Redis must have a claim before the call is made: 1 outlives a failover. */
  @Integer({ min: 0, max: 10 })
  replicas = 0;

  /** How long they have for that, in milliseconds. Then the call is not made. */
  @Integer({ min: 10, max: 150 })
  replicasMs = 100;

  /** How long Migo is asked what became of a call whose answer is lost. */
  @Integer({ min: 1, max: 86_400 })
  evidenceSeconds = 900;
}
