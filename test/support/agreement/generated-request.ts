import { generateSync } from 'json-schema-faker';
import type { DocumentCheck, Json, Operation, Parameter } from './document-check.js';

export interface GeneratedRequest {
  operation: Operation;
  path: string;
  body?: unknown;
  form?: Readonly<Record<string, string>>;
  /** By the document. */
  isValid: boolean;
}

/** What people send by mistake. */
const MISTAKES: readonly unknown[] = [
  ...[null, '', ' ', 'x', '0', 'true', 0, -1, 1, 1.5, 1.23456, 1e21, 99_999_999_999_999, true, false],
  ...[[], ['x'], {}, { x: 1 }, 'ñ', 'a@b', '2026-13-45', '1990-04-23', 'a'.repeat(300), 'GTQ'],
];
const TEXTS = [
  ...['1', '0', '-1', '1.5', 'x', 'a b', 'ñandú', 'a,b', 'demo', '2026-06-01', '10', '007', 'a+b', '='],
  ...['a/b', 'a?b', 'a%2Fb', 'a;b', 'a#b', '\\'],
];

/** Mulberry32: the same requests for the same seed, on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class RequestGenerator {
  constructor(
    private readonly document: Json,
    private readonly check: DocumentCheck,
    private readonly random: () => number,
  ) {}

  next(operation: Operation): GeneratedRequest {
    const params = operation.parameters.filter((one) => one.in !== 'header').map((one) => this.parameter(one));
    const query = new URLSearchParams(
      params.flatMap(({ name, place, text }): [string, string][] =>
        place === 'query' && text !== undefined ? [[name, text]] : [],
      ),
    );
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(params.find((one) => one.place === 'path' && one.name === name)?.text ?? ''),
    );
    const areParamsValid = params.every(({ isValid }) => isValid);
    const { body } = operation;
    const request = { operation, path: query.size > 0 ? `${path}?${query.toString()}` : path };
    if (body === undefined) return { ...request, isValid: areParamsValid };
    if (body.type !== 'application/json') return this.withForm(request, { ...body, areParamsValid });
    const value = this.body(body);
    return { ...request, body: value, isValid: areParamsValid && this.check.takes(body.schema, value) };
  }

  private parameter({ name, in: place, required = false, schema, example }: Parameter): GeneratedParameter {
    // Any other partner is nobody's business: refused before anything is looked at.
    if (name === 'partnerId') return { name, place, text: 'partner-demo', isValid: true };
    if (place === 'query' && this.chance(required ? 0.05 : 0.5))
      return { name, place, text: undefined, isValid: !required };
    const text = this.chance(0.6) ? String(example ?? 1) : this.pick(TEXTS);
    return { name, place, text, isValid: this.check.takesText(schema, text) };
  }

  private withForm(
    request: Pick<GeneratedRequest, 'operation' | 'path'>,
    { schema, type, areParamsValid }: Form,
  ): GeneratedRequest {
    const { properties = {}, required = [] } = schema as { properties?: Record<string, Json>; required?: string[] };
    const fields = Object.entries(properties).filter(([, { format }]) => format !== 'binary');
    const form: Record<string, string> = {};
    for (const [name, field] of fields) {
      if (this.chance(required.includes(name) ? 0.1 : 0.5)) continue;
      const value = this.chance(0.5) ? this.generated(field) : this.pick(MISTAKES);
      form[name] = typeof value === 'string' ? value : JSON.stringify(value);
    }
    const isComplete = fields.every(([name]) => !required.includes(name) || name in form);
    const areFieldsValid = fields.every(([name, field]) => {
      const text = form[name];
      return text === undefined || this.check.takesText(field, text);
    });
    // RFC 6749, section 3.2: a parameter without a value counts as left out.
    if (type === 'application/x-www-form-urlencoded') {
      for (const [name, text] of Object.entries(form)) if (text === '') Reflect.deleteProperty(form, name);
    }
    const { either } = request.operation;
    const isNamed = either.every((name) => name in form || new URLSearchParams(request.path.split('?')[1]).has(name));
    return { ...request, form, isValid: areParamsValid && isComplete && isNamed && areFieldsValid };
  }

  private body({ schema, example }: { schema: Json; example: unknown }): unknown {
    const base = this.chance(0.4) ? this.generated(schema) : { ...(example as object) };
    if (typeof base !== 'object' || base === null) return base;
    const mixed = this.chance(0.3) ? { ...(example as object), ...this.some(base) } : base;
    const body = this.chance(0.5) ? this.spoilt(structuredClone(mixed)) : structuredClone(mixed);
    return samePassword(body);
  }

  /** With one member replaced, left out or added, at any depth. */
  private spoilt(value: object): unknown {
    if (this.chance(0.05)) return this.pick(MISTAKES);
    const names = Object.keys(value);
    const name = this.chance(0.1) || names.length === 0 ? 'unheardOf' : this.pick(names);
    const inner: unknown = Reflect.get(value, name);
    if (typeof inner === 'object' && inner !== null && this.chance(0.6)) {
      Reflect.set(value, name, this.spoilt(inner));
    } else if (this.chance(0.25) && !Array.isArray(value)) Reflect.deleteProperty(value, name);
    else Reflect.set(value, name, structuredClone(this.pick(MISTAKES)));
    return value;
  }

  private generated(schema: Json): unknown {
    const { components } = this.document;
    const options = { seed: Math.floor(this.random() * 2 ** 31), alwaysFakeOptionals: this.chance(0.5) };
    // A schema that says nothing gets no components either: they would be taken for data.
    const whole = JSON.stringify(schema).includes('$ref') ? { ...schema, components } : schema;
    return generateSync(whole as Parameters<typeof generateSync>[0], options);
  }

  private some(value: object): object {
    return Object.fromEntries(Object.entries(value).filter(() => this.chance(0.4)));
  }

  private pick<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.random() * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  private chance(of: number): boolean {
    return this.random() < of;
  }
}

interface GeneratedParameter {
  name: string;
  place: Parameter['in'];
  text: string | undefined;
  isValid: boolean;
}

interface Form {
  schema: Json;
  type: string;
  areParamsValid: boolean;
}

/** That two fields are the same is the one rule that no schema can say. */
function samePassword(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('confirmPassword' in body) || !('password' in body)) return body;
  return { ...body, confirmPassword: body.password };
}
