import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-answers.js';
import { FORMATS } from './formats.js';

const CURSOR = '^[A-Za-z0-9_-]+$';

/** What the OpenAPI document says of exports. */
export function ApiExport(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'exportList',
      summary: 'Read a list to its end',
      description:
        'Callers: operator, cardholder, service, with the rights of the row. Parameters of the row come in the query by their own names; docs/exports.md.',
    }),
    ApiParam({
      name: 'row',
      description: 'Id of a list',
      schema: { type: 'string', pattern: '^[A-Za-z0-9-]+\\.[A-Za-z0-9]+$', example: 'plans.listPlans' },
    }),
    ApiQuery({
      name: 'format',
      required: false,
      description: 'In place of `Accept`',
      schema: { type: 'string', enum: [...FORMATS], example: 'ndjson' },
    }),
    ApiQuery({
      name: 'cursor',
      required: false,
      description: '`Export-Cursor` or `Export-Next-Cursor` of an earlier answer',
      schema: { type: 'string', pattern: CURSOR },
    }),
    ApiQuery({
      name: 'after',
      required: false,
      description: 'Rows behind the cursor that have come already',
      schema: { type: 'integer', minimum: 0, example: 0 },
    }),
    ApiResponse({
      status: 200,
      description: 'The items, as the upstream wrote them; trailers tell how it ended',
      headers: {
        'Export-Cursor': { description: 'Of the beginning of this answer', schema: { type: 'string' } },
      },
      content: {
        'application/x-ndjson': { schema: { type: 'string' } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
    ApiProblems(404, 409, 422, 502, 504),
  );
}
