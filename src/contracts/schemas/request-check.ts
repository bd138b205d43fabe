import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { unescapeJsonPointer } from 'ajv/dist/compile/util.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import { Problem, type ProblemError } from '../../problems/problem.js';
import { childPath } from '../../common/broken-rules.js';
import { URL_ENCODED } from '../file/body.js';
import {
  type ContractBody,
  type ContractParameter,
  type Definitions,
  type OperationDetails,
  PARAMETER_PLACES,
  type ParameterPlace,
} from '../file/operation.js';
import type { RequestCheck } from '../../routes/route.js';
import { isOfAlternative } from './bounded-keywords.js';
import { beginCheck, CheckExhausted } from './check-budget.js';
import { SchemaCompiler } from './schema-compiler.js';
import { shapeOfSchema } from './schema-shape.js';

const MAX_ERRORS = 50;
const MAX_NAME = 64;

export interface CheckedOperation extends Pick<OperationDetails, 'parameters' | 'definitions'> {
  /** The one body that a grant takes. */
  body: ContractBody | undefined;
  /** Keywords that say something else than the upstream does. */
  without: readonly string[];
  /** The row, where its wrong requests pass and are told to `listen`. */
  reported: string | undefined;
}

type Listener = (route: string, keyword: string) => void;

/** Checks by the schemas of operations, of which each is compiled once, when a request first needs it. */
export class RequestChecks {
  private readonly compilers = new Map<string, SchemaCompiler>();
  private listener: Listener = () => undefined;

  /** Schemas that are compiled. */
  get compiled(): number {
    return [...this.compilers.values()].reduce((sum, { compiled }) => sum + compiled, 0);
  }

  /** Who is told of requests that are not as their file wants them, of grants that say `check: report`. */
  listen(listener: Listener): void {
    this.listener = listener;
  }

  of({ parameters, body, definitions, without, reported }: CheckedOperation): RequestCheck {
    const judge = (schema: JsonObject, coerces: boolean): Judge =>
      judgeOf((allErrors) => this.compiler(coerces, allErrors, without).compile(schema, definitions));
    const parts = PARAMETER_PLACES.flatMap((place) => {
      const own = parameters.filter((parameter) => parameter.place === place);
      if (own.length === 0) return [];
      const properties = Object.fromEntries(own.map(({ name, schema }) => [name, withTexts(schema)]));
      const required = own.filter((parameter) => parameter.required).map(({ name }) => name);
      return { errors: judge({ type: 'object', properties, required }, true), read: valuesOf(place, own, definitions) };
    });
    const ofBody = body && judge(body.schema, body.mediaType === URL_ENCODED);
    return (request) => {
      const errors = parts.flatMap(({ errors: errorsOf, read }) => errorsOf(() => read(request)));
      errors.push(...bodyErrors(request.body, body?.required === true, ofBody));
      const [first] = errors;
      if (first === undefined) return;
      if (reported === undefined) throw new Problem('validation_failed', { errors: errors.slice(0, MAX_ERRORS) });
      this.listener(reported, first.code);
    };
  }

  private compiler(coerces: boolean, allErrors: boolean, without: readonly string[]): SchemaCompiler {
    const key = JSON.stringify([coerces, allErrors, without]);
    const compiler = this.compilers.get(key) ?? new SchemaCompiler({ coerces, allErrors, without });
    this.compilers.set(key, compiler);
    return compiler;
  }
}

type Judge = (read: () => unknown) => ProblemError[];

/**
 * Whether a value is right is found out by the first error, and only of a wrong one every error is looked for. What cannot
 * be found out within bounds is left to Migo: of alternatives that have errors until then another may fit.
 */
function judgeOf(compile: (allErrors: boolean) => ValidateFunction): Judge {
  let first: ValidateFunction | undefined;
  let all: ValidateFunction | undefined;
  return (read) => {
    const found = within((first ??= compile(false)), read());
    if (found instanceof CheckExhausted || found.length === 0) return [];
    const rest = within((all ??= compile(true)), read());
    const every = rest instanceof CheckExhausted ? rest.errors : rest;
    return problemErrors(every.length === 0 ? found : every);
  };
}

function within(validate: ValidateFunction, value: unknown): readonly ErrorObject[] | CheckExhausted {
  beginCheck();
  try {
    return validate(value) ? [] : (validate.errors ?? []);
  } catch (error) {
    if (error instanceof CheckExhausted) return error;
    throw error;
  } finally {
    // The last wrong request would be kept until the next one.
    validate.errors = null;
  }
}

function problemErrors(errors: readonly ErrorObject[]): ProblemError[] {
  const own = errors.filter(({ keyword }) => keyword !== 'if');
  const inOrder = [...own.filter((error) => !isOfAlternative(error)), ...own.filter(isOfAlternative)];
  return inOrder.slice(0, MAX_ERRORS).map(problemError);
}

function bodyErrors(body: unknown, required: boolean, errorsOf: Judge | undefined): ProblemError[] {
  if (body === undefined || body === null) return required ? [{ code: 'required', message: 'a body is required' }] : [];
  // Nest writes no body for `@Body() body: any`.
  return errorsOf === undefined ? [] : errorsOf(() => body);
}

type Request = Parameters<RequestCheck>[0];

/** The values of one place, as a copy that may be changed by the check. */
function valuesOf(
  place: ParameterPlace,
  parameters: readonly ContractParameter[],
  definitions: Definitions,
): (request: Request) => JsonObject {
  const source = ({ params, query, headers }: Request): unknown => ({ path: params, query, header: headers })[place];
  const read = parameters.map(({ name, required, explode, schema }) => ({
    name,
    mayBeEmpty: place === 'query' && !required,
    isJoined: !(place === 'query' && explode) && shapeOfSchema(schema, definitions).types.has('array'),
  }));
  return (request) => {
    const all = source(request);
    const given = isRecord(all) ? all : {};
    return Object.fromEntries(
      read.flatMap(({ name, mayBeEmpty, isJoined }) => {
        const value = Object.hasOwn(given, name) ? given[name] : undefined;
        if (value === undefined || (mayBeEmpty && value === '')) return [];
        if (isJoined && typeof value === 'string') return [[name, value.split(',')]];
        return [[name, Array.isArray(value) ? [...(value as unknown[])] : value]];
      }),
    );
  };
}

/** Numbers and booleans of a list without a type come as text. */
function withTexts(schema: JsonObject): JsonObject {
  const { enum: values, type } = schema;
  if (!Array.isArray(values) || type !== undefined) return schema;
  return { ...schema, enum: [...new Set<unknown>([...(values as unknown[]), ...values.map(String)])] };
}

/** Names the field and the rule; a value never is in ajv's messages, and is not taken from its parameters. */
function problemError({ instancePath, keyword, params, message = 'is not valid' }: ErrorObject): ProblemError {
  const named: unknown = params['missingProperty'] ?? params['additionalProperty'];
  const pointer = instancePath.split('/').slice(1).map(unescapeJsonPointer);
  const field = [...pointer, ...(typeof named === 'string' ? [named] : [])]
    .map((name) => name.slice(0, MAX_NAME))
    .reduce(childPath, '');
  const text = messageOf(keyword, message);
  return field === '' ? { code: keyword, message: text } : { code: keyword, message: `${field} ${text}`, field };
}

function messageOf(keyword: string, message: string): string {
  if (keyword === 'required' || keyword === 'dependentRequired') return 'is required';
  return keyword === 'additionalProperties' ? 'is not expected' : message;
}
