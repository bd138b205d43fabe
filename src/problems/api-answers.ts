import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** Documents an answer in the envelope, with `data` of this class, or without any. */
export function ApiSuccess(
  data?: Type,
  { status = 200, description = 'Done', hasAlwaysData = true } = {},
): MethodDecorator {
  if (data === undefined) {
    const schema = { $ref: '#/components/schemas/Acknowledgement' };
    return ApiResponse({ status, description, content: { 'application/json': { schema } } });
  }
  const schema = {
    type: 'object',
    required: hasAlwaysData ? ['success', 'data'] : ['success'],
    properties: {
      success: { type: 'boolean', enum: [true] },
      data: { $ref: getSchemaPath(data) },
    },
  };
  return applyDecorators(
    ApiExtraModels(data),
    ApiResponse({ status, description, content: { 'application/json': { schema } } }),
  );
}

/** Documents statuses of problems that do not follow from who may call an operation and with what. */
export function ApiProblems(...statuses: number[]): MethodDecorator {
  return ApiExtension('x-problems', statuses);
}
