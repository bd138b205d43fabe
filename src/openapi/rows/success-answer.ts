import type { ApiResponseOptions } from '@nestjs/swagger';
import type { AnswerMode, Row } from '../../routes/route.js';
import type { Schema } from '../../routes/shape.js';

const ENVELOPE = { 'application/json': { schema: { $ref: '#/components/schemas/Envelope' } } };
const ACKNOWLEDGEMENT = { 'application/json': { schema: { $ref: '#/components/schemas/Acknowledgement' } } };

type Content = Exclude<ApiResponseOptions['content'], undefined>;

const FILE: Content = {
  'application/octet-stream': {
    schema: { type: 'string', format: 'binary', description: 'The file, as a download' },
  },
};

const CONTENT: Readonly<Record<AnswerMode, Content>> = {
  json: ENVELOPE,
  envelope: ENVELOPE,
  withheld: ACKNOWLEDGEMENT,
  events: {
    'text/event-stream': {
      schema: { type: 'string', description: 'Server-sent events, each with JSON in `data`' },
      example: 'data: {"total":120,"processed":60,"status":"processing"}\n\n',
    },
    ...ACKNOWLEDGEMENT,
  },
  file: FILE,
  any: { ...ENVELOPE, ...FILE },
};

const DESCRIPTION: Readonly<Record<AnswerMode, string>> = {
  json: 'Migo’s answer, byte for byte',
  envelope: 'Migo’s answer, in its standard envelope',
  withheld: 'Whether it worked; the rest of Migo’s answer stays in the gateway',
  events: 'Progress, as it happens; JSON where there are no events',
  file: 'The file',
  any: 'Migo’s answer, byte for byte; as a download where it is no JSON',
};

const ENTITY_TAG = {
  description: 'Another one for other bytes',
  schema: { type: 'string', example: '"kCOjGa0zIgVI3l5Sx2hbdw"' },
} as const;

export const NOT_MODIFIED: ApiResponseOptions = {
  status: 304,
  description: 'What `If-None-Match` names is still what there is: no body',
  headers: { ETag: ENTITY_TAG },
};

/** Where it must not tell whether an account exists. */
const CONCEALED = 'The same whether the account exists or not';

export function successAnswer({
  success = 200,
  answer = 'json',
  conceal,
  data,
  cache,
}: Pick<Row, 'success' | 'answer' | 'conceal' | 'data' | 'cache'>): ApiResponseOptions {
  if (typeof conceal === 'object') return { status: 200, description: CONCEALED, content: CONTENT.withheld };
  const described = {
    status: success,
    description: DESCRIPTION[answer],
    ...(cache !== undefined && { headers: { ETag: ENTITY_TAG } }),
  };
  if (success === 204) return described;
  return {
    ...described,
    content: data === undefined ? CONTENT[answer] : { 'application/json': { schema: envelopeOf(data) } },
  };
}

/** `Envelope`, with what is known of its `data`. */
function envelopeOf(data: Schema): Exclude<Content[string]['schema'], undefined> {
  return {
    type: 'object',
    required: ['success', 'data'],
    properties: { success: { type: 'boolean', enum: [true] }, message: { type: 'string' }, data },
  };
}
