import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type { CallerKind } from '../../common/caller-kinds.js';
import { SessionAnswer } from '../../auth/sessions/session.answer.js';

const RIGHT_STATUSES = ['allowed', 'left_to_migo', 'step_up_needed', 'missing', 'unknown'] as const;
export type RightStatus = (typeof RIGHT_STATUSES)[number];

/** What an operation would say to a caller before it is called. */
export class OperationRight {
  @ApiProperty({
    enum: RIGHT_STATUSES,
    example: 'allowed',
    description:
      '`left_to_migo`: the gateway refuses nothing, and the CMS judges by a permission that Migo has not told. `step_up_needed`: after a verified one-time code. `missing`: refused. `unknown`: the CMS has not told the permissions in time',
  })
  status: RightStatus;

  @ApiPropertyOptional({ type: String, example: 'permission_missing', description: 'With what it would be refused' })
  code?: string;

  @ApiPropertyOptional({
    type: String,
    example: 'cards-admin:detail',
    description: 'The scope or CMS permission that is missing',
  })
  right?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'Where a field of the body says which right is needed: its values that are allowed',
  })
  allowedFor?: Record<string, string[]>;
}

const OPERATIONS = {
  type: 'object',
  additionalProperties: { $ref: getSchemaPath(OperationRight) },
  example: { 'cards.createStatement': { status: 'allowed' } },
  description: 'What the caller may do, by id of the operation (its `x-operation`)',
} as const;

/** What `GET /v1/auth/session` answers to whoever has logged in. */
@ApiExtraModels(OperationRight)
export class OwnSessionAnswer extends SessionAnswer {
  @ApiProperty(OPERATIONS)
  operations: Record<string, OperationRight>;
}

const WITHOUT_SESSION = ['service', 'public'] as const satisfies CallerKind[];

/** And to who has no session. */
@ApiExtraModels(OperationRight)
export class OwnRightsAnswer {
  @ApiProperty({ enum: WITHOUT_SESSION, example: 'service' })
  caller: (typeof WITHOUT_SESSION)[number];

  @ApiProperty({ example: 'demo' })
  partner: string;

  @ApiPropertyOptional({ type: String, example: 'demo-billing', description: 'Of a service' })
  client?: string;

  @ApiProperty(OPERATIONS)
  operations: Record<string, OperationRight>;
}
