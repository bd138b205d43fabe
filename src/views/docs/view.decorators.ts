import { ApiExtension, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { headerParameters } from '../../openapi/rows/header-parameters.js';
import { pathParameters } from '../../openapi/rows/path-parameters.js';
import { ApiProblems } from '../../problems/api-answers.js';
import { SAFE_PARAMETER as SAFE } from '../../routes/path-template.js';
import { listed } from '../../common/listed.js';
import type { Row } from '../../routes/route.js';
import type { RowsById } from '../language/faults.js';
import type { Section, View } from '../language/view.js';
import { viewSchema } from './view-schema.js';

interface DocumentedView {
  name: string;
  view: View;
  rows: RowsById;
}

/** What parameters of views are, by name; one that the simulator knows. */
const EXAMPLES: Readonly<Record<string, string>> = {
  authUserId: 'usr-000001',
  userId: 'ch-000001',
  cardId: '1001',
  deviceId: 'dev-demo-1',
};

/** What the OpenAPI document says of a view. */
export function viewDecorators({ name, view, rows }: DocumentedView): MethodDecorator[] {
  const { path, summary, sections } = view;
  const used = listed(...Object.values(sections).map(({ row }) => rows.get(row)));
  return [
    ApiOperation({ operationId: operationId(name), summary, description: describe(view, rows) }),
    ApiExtension('x-sections', Object.fromEntries(Object.entries(sections).map(([id, { row }]) => [id, row]))),
    ...pathParameters({ path, evidence: 'documented' }),
    ...queryOf(view),
    ...selectors(Object.keys(sections)),
    ...headersOf(used),
    ApiResponse({
      status: 200,
      description: 'The sections, as their rows answered',
      headers: {
        'Gateway-Completeness': {
          description: '`complete`, or `partial` where a section has not come',
          schema: { type: 'string', enum: ['complete', 'partial'] },
        },
      },
      content: { 'application/json': { schema: viewSchema(view, rows) } },
    }),
    ApiProblems(404, 502, 504),
  ];
}

/** `getCardholderView`. */
function operationId(name: string): string {
  return `get${name.charAt(0).toUpperCase()}${name.slice(1)}View`;
}

function describe({ callers, sections }: View, rows: RowsById): string {
  const lines = Object.entries(sections).map(([name, section]) => lineOf(name, section, rows));
  return [
    `Callers: ${callers.join(', ')}. One answer from several operations, each with the rights that it has by itself:`,
    ...lines,
    'A section that has not come is told in `sections`; docs/views.md.',
  ].join('\n');
}

function lineOf(name: string, { row, required }: Section, rows: RowsById): string {
  const { method = '', path = '', scope = '' } = rows.get(row) ?? {};
  return `- \`${name}\`${required === true ? ' (required)' : ''}: \`${method} /v1${path}\`, scope \`${scope}\``;
}

/** Parameters of the query that sections read, each once. */
function queryOf({ sections }: View): MethodDecorator[] {
  const found = new Map<string, { isRequired: boolean; isList: boolean }>();
  for (const { params = {}, query = {}, each, required } of Object.values(sections)) {
    if (each?.query !== undefined) found.set(each.query, { isRequired: required === true, isList: true });
    for (const [inputs, isNeeded] of [[params, required === true] as const, [query, false] as const])
      for (const input of Object.values(inputs)) {
        if (input.query === undefined) continue;
        const before = found.get(input.query)?.isRequired === true;
        found.set(input.query, { isRequired: before || isNeeded, isList: false });
      }
  }
  return [...found].map(([name, { isRequired, isList }]) =>
    ApiQuery({
      name,
      required: isRequired,
      description: isList ? 'Several with commas, 20 at most' : "A cardholder's own where it is left out",
      schema: { type: 'string', ...(isRequired && { minLength: 1, pattern: SAFE }), ...exampleOf(name) },
    }),
  );
}

function exampleOf(name: string): { example?: string } {
  const example = EXAMPLES[name];
  return example === undefined ? {} : { example };
}

function selectors(names: readonly string[]): MethodDecorator[] {
  const pattern = `^(?:${names.join('|')})(?:,(?:${names.join('|')}))*$`;
  const about = {
    sections: 'Those to read, with commas; all by default',
    require: 'Those without which there is no answer',
  };
  return Object.entries(about).map(([name, description]) =>
    ApiQuery({ name, required: false, description, schema: { type: 'string', pattern, example: names[0] ?? '' } }),
  );
}

/** Header parameters of the rows, each once. */
function headersOf(rows: readonly Row[]): MethodDecorator[] {
  const permission = rows.find((row) => row.permission !== undefined)?.permission;
  const otp = rows.find((row) => row.otp !== undefined)?.otp;
  return headerParameters({
    method: 'GET',
    ...(permission !== undefined && { permission }),
    ...(otp !== undefined && { otp }),
  });
}
