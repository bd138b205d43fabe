import type { OpenAPIObject } from '@nestjs/swagger';
import { exampleOf } from './example.js';
import { type Operation, operationsOf } from './operation.js';
import { RECORDED_ANSWERS } from './recorded-answers.js';

const REPLAY_HEADERS = {
  'Idempotency-Replayed': { $ref: '#/components/headers/Replayed' },
  Location: { $ref: '#/components/headers/Outcome' },
};

/** What is the same of all answers with success: the request's id, and an example of each. */
export function completeSuccess(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (!status.startsWith('2') || response === undefined || '$ref' in response) continue;
      response.description ||= 'Done';
      response.headers = {
        ...response.headers,
        'X-Request-Id': { $ref: '#/components/headers/RequestId' },
        ...(takesKey(operation) && REPLAY_HEADERS),
      };
      for (const media of Object.values(response.content ?? {})) {
        const example: unknown = media.example ?? recordedAnswer(operation) ?? exampleOf(media.schema, document);
        if (example !== undefined) media.example = example;
      }
    }
  }
}

function takesKey({ parameters = [] }: Operation): boolean {
  return parameters.some((parameter) => 'name' in parameter && parameter.name === 'Idempotency-Key');
}

function recordedAnswer({ operationId = '' }: Operation): unknown {
  return RECORDED_ANSWERS[operationId];
}
