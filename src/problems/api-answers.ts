import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** Documents an answer in the envelope, with `data` of this class, or of one of these, or without any. */
export function ApiSuccess(
  data?: Type | readonly Type[],
  { status = 200, description = 'Done', hasAlwaysData = true } = {},
): MethodDecorator {
  if (data === undefined) {
    const schema = { $ref: '#/components/schemas/Acknowledgement' };
    return ApiResponse({ status, description, content: { 'application/json': { schema } } });
  }
  const classes = Array.isArray(data) ? (data as readonly Type[]) : [data as Type];
  const [only, ...others] = classes.map((one) => ({ $ref: getSchemaPath(one) }));
  const schema = {
    type: 'object',
    required: hasAlwaysData ? ['success', 'data'] : ['success'],
    properties: {
      success: { type: 'boolean', enum: [true] },
      data:
        only !== undefined && others.length === 0
          ? only
          : { oneOf: classes.map((one) => ({ $ref: getSchemaPath(one) })) },
    },
  };
  return applyDecorators(
    ApiExtraModels(...classes),
    ApiResponse({ status, description, content: { 'application/json': { schema } } }),
  );
}

/** Documents statuses of problems that do not follow from who may call an operation and with what. */
export function ApiProblems(...statuses: number[]): MethodDecorator {
  return ApiExtension('x-problems', statuses);
}
