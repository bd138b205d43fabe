import { ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { CALLER_KINDS, type CallerKind } from '../../common/caller-kinds.js';
import { ToNumber } from '../fields/to-number.js';

/** Calls that must be made once: docs/payments.md. */
export class IdempotencySettings {
  /** Who must send `Idempotency-Key` where a row moves money. */
  @IsArray()
  @ArrayUnique()
  @IsIn(CALLER_KINDS, { each: true, message: `each must be one of ${CALLER_KINDS.join(', ')}` })
  requiredFor: CallerKind[] = [...CALLER_KINDS];

  /** How many replicas of Redis must have a claim before the call is made: 1 outlives a failover. */
  @ToNumber()
  @IsInt()
  @Min(0)
  @Max(10)
  replicas = 0;

  /** How long they have for that, in milliseconds. Then the call is not made. */
  @ToNumber()
  @IsInt()
  @Min(10)
  @Max(150)
  replicasMs = 100;

  /** How long Migo is asked what became of a call whose answer is lost. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(86_400)
  evidenceSeconds = 900;
}
