import { IsIn, IsOptional, IsString, MinLength } from 'class-validator';

const AUDIT_LEVELS = ['info', 'warn', 'silent'] as const;

/** The audit log, which `logLevel` does not silence. */
export class AuditSettings {
  /** `info`: every event. `warn`: refusals alone. */
  @IsIn(AUDIT_LEVELS)
  level: (typeof AUDIT_LEVELS)[number] = 'info';

  /** Where its lines are appended, instead of standard output. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  file?: string;
}
