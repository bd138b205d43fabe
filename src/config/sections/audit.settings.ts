import { IsIn, IsOptional } from 'class-validator';
import { Text } from '../fields/text.js';

const AUDIT_LEVELS = ['info', 'warn', 'silent'] as const;

/** The audit log, which `logLevel` does not silence. */
export class AuditSettings {
  /** `info`: every event. `warn`: refusals alone. */
  @IsIn(AUDIT_LEVELS)
  level: (typeof AUDIT_LEVELS)[number] = 'info';

  /** Where its lines are appended, instead of standard output. */
  @IsOptional()
  @Text()
  file?: string;
}
