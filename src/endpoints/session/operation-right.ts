import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { SessionAnswer } from '../../auth/sessions/session.answer.js';

const RIGHT_STATUSES = ['allowed', 'step_up_needed', 'missing', 'unknown'] as const;
export type RightStatus = (typeof RIGHT_STATUSES)[number];

/** What an operation would say to a caller before it is called. */
export class OperationRight {
  @ApiProperty({
    enum: RIGHT_STATUSES,
    example: 'allowed',
    description:
      '`step_up_needed`: after a verified one-time code. `missing`: refused. `unknown`: the CMS has not told the permissions in time',
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

/** What `GET /v1/auth/session` answers. */
@ApiExtraModels(OperationRight)
export class OwnSessionAnswer extends SessionAnswer {
  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(OperationRight) },
    example: { 'cards.createStatement': { status: 'allowed' } },
    description: 'What the session may do, by id of the operation (its `x-operation`)',
  })
  operations: Record<string, OperationRight>;
}
