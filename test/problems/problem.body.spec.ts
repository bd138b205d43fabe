import { CATALOGUE, catalogueEntry, type ProblemCode } from '../../src/problems/catalogue.js';
import { Problem } from '../../src/problems/problem.js';
import { toProblemBody } from '../../src/problems/problem.body.js';

const CODES = Object.keys(CATALOGUE) as ProblemCode[];

describe('the body of a problem', () => {
  it('has what RFC 9457 and clients of the envelope of Migo need, and nothing else', () => {
    expect(toProblemBody(new Problem('conflict'), 'request-1')).toEqual({
      type: 'urn:migo-gateway:problem:conflict',
      title: CATALOGUE.conflict.title,
      status: 409,
      detail: CATALOGUE.conflict.advice.replaceAll('`', ''),
      instance: 'urn:migo-gateway:request:request-1',
      code: 'conflict',
      requestId: 'request-1',
      retryable: false,
      success: false,
    });
  });

  it.each(CODES)('of %s says what to do, in plain text', (code) => {
    expect(toProblemBody(new Problem(code), 'r').detail).toMatch(/^[^`]{10,}$/);
  });

  it('has detail, upstream and errors where they are known', () => {
    const errors = [{ code: 'isInt', message: 'must be an integer', field: 'cardId' }];
    const problem = new Problem('validation_failed', { detail: 'Look.', upstream: 'cms', errors });
    expect(toProblemBody(problem, 'r')).toMatchObject({ detail: 'Look.', upstream: 'cms', errors });
  });

  it('never tells the cause or the headers of the answer', () => {
    const problem = new Problem('upstream_error', { cause: new Error('canary'), headers: { 'x-a': 'canary' } });
    expect(JSON.stringify(toProblemBody(problem, 'r'))).not.toContain('canary');
  });

  it('has the status that the problem names, where it names another', () => {
    expect(toProblemBody(new Problem('rejected_by_migo', { status: 400 }), 'r').status).toBe(400);
  });

  it.each(CODES)('of %s agrees with the catalogue', (code) => {
    const { status, title, retryable } = catalogueEntry(code);
    expect(toProblemBody(new Problem(code), 'r')).toMatchObject({ code, status, title, retryable, success: false });
    expect(() => new URL(toProblemBody(new Problem(code), 'r').type)).not.toThrow();
  });
});

describe('a problem', () => {
  it('is an error that keeps its cause and says what happened', () => {
    const cause = new Error('inner');
    const problem = new Problem('internal_error', { cause });
    expect(problem).toBeInstanceOf(Error);
    expect(problem).toMatchObject({ name: 'Problem', cause, message: CATALOGUE.internal_error.title });
    expect(new Problem('wrong_door', { detail: 'Use the other.' }).message).toBe('Use the other.');
  });
});
