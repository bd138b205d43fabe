import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import { Problem, type ProblemError } from '../../problems/problem.js';
import { childPath } from '../../common/broken-rules.js';
import type { ContractOperation, ContractParameter, ParameterPlace } from '../file/operation.js';
import type { RequestCheck } from '../../routes/route.js';
import { SchemaCompiler } from './schema-compiler.js';

const MAX_ERRORS = 50;
const MAX_NAME = 64;

/** Compiles the schemas of operations, once, at start. */
export class RequestChecks {
  private readonly bodies = new SchemaCompiler(false);
  private readonly parameters = new SchemaCompiler(true);

  /** @throws Error of ajv where a schema makes no sense */
  compile({ parameters, body, definitions }: ContractOperation): RequestCheck {
    const parts = (['path', 'query', 'header'] as const).map((place) => {
      const own = parameters.filter((parameter) => parameter.place === place);
      const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]));
      const required = own.filter((parameter) => parameter.required).map(({ name }) => name);
      const validate = this.parameters.compile({ type: 'object', properties, required }, definitions);
      return { validate, read: valuesOf(place, own) };
    });
    const checkBody = body && this.bodies.compile(body.schema, definitions);
    return (request) => {
      const errors = parts.flatMap(({ validate, read }) => errorsOf(validate, read(request)));
      errors.push(...bodyErrors(request.body, body?.required === true, checkBody));
      if (errors.length > 0) throw new Problem('validation_failed', { errors: errors.slice(0, MAX_ERRORS) });
    };
  }
}

function bodyErrors(body: unknown, required: boolean, validate: ValidateFunction | undefined): ProblemError[] {
  if (body === undefined || body === null) return required ? [{ code: 'required', message: 'a body is required' }] : [];
  return validate === undefined ? [{ code: 'body', message: 'no body is expected' }] : errorsOf(validate, body);
}

type Request = Parameters<RequestCheck>[0];

/** The values of one place, as a copy that may be changed by the check. */
function valuesOf(place: ParameterPlace, parameters: readonly ContractParameter[]): (request: Request) => JsonObject {
  const source = ({ params, query, headers }: Request): unknown => ({ path: params, query, header: headers })[place];
  return (request) => {
    const all = source(request);
    const given = isRecord(all) ? all : {};
    return Object.fromEntries(
      parameters.flatMap((parameter) => {
        const value = given[parameter.name];
        return value === undefined ? [] : [[parameter.name, asList(value, parameter)]];
      }),
    );
  };
}

/** `a=1` is a list of one where a list is wanted; `a=1,2` is one of two where the file says so. */
function asList(value: unknown, { schema, explode, place }: ContractParameter): unknown {
  if (schema['type'] !== 'array' || Array.isArray(value)) return value;
  return place === 'query' && explode ? [value] : String(value).split(',');
}

function errorsOf(validate: ValidateFunction, value: unknown): ProblemError[] {
  return validate(value) ? [] : (validate.errors ?? []).map(problemError);
}

/** Names the field and the rule; a value never is in ajv's messages, and is not taken from its parameters. */
function problemError({ instancePath, keyword, params, message = 'is not valid' }: ErrorObject): ProblemError {
  const named: unknown = params['missingProperty'] ?? params['additionalProperty'];
  const pointer = instancePath.split('/').slice(1).map(decodePointer);
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

/** RFC 6901, section 4. */
function decodePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
