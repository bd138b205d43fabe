import { type Ajv2020, type CodeKeywordDefinition, type ErrorObject, type KeywordCxt, _ } from 'ajv/dist/2020.js';
import names from 'ajv/dist/compile/names.js';
import { validateUnion } from 'ajv/dist/vocabularies/code.js';
import { isRecord } from '../../common/json.js';
import { countValue } from './check-budget.js';

/** Errors that are kept of all alternatives of one value. */
const MAX_OF_UNION = 3;
/** In no list of what is taken over of a file. */
export const BOUND = 'countedValue';

/** Of an alternative that was not meant, maybe: such errors never stand before those of the value itself. */
const alternatives = new WeakSet<ErrorObject>();

export function isOfAlternative(error: ErrorObject): boolean {
  return alternatives.has(error);
}

/** Keywords of ajv that take a time by the square of a value, or make any number of errors, with bounds. */
export function addBoundedKeywords(ajv: Ajv2020): void {
  ajv.addKeyword({
    keyword: BOUND,
    code: ({ gen, it }) => {
      const count = gen.scopeValue('func', { ref: countValue });
      gen.code(
        it.compositeRule === true ? _`${count}()` : _`${count}(${names.default.errors}, ${names.default.vErrors})`,
      );
    },
  });
  ajv.removeKeyword('anyOf').addKeyword(ANY_OF);
  ajv.removeKeyword('uniqueItems').addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must NOT have duplicate items' },
    validate: (isWanted: boolean, items: unknown[]) => !isWanted || areUnique(items),
  });
}

const ANY_OF: CodeKeywordDefinition = {
  keyword: 'anyOf',
  schemaType: 'array',
  trackErrors: true,
  error: { message: 'must match a schema in anyOf' },
  code: (cxt: KeywordCxt) => {
    const { gen } = cxt;
    const error = cxt.error.bind(cxt);
    cxt.error = (append) => {
      const few = gen.scopeValue('func', { ref: fewOf });
      gen.assign(names.default.vErrors, _`${few}(${names.default.vErrors}, ${cxt.errsCount ?? 0})`);
      gen.assign(names.default.errors, _`${names.default.vErrors}.length`);
      error(append);
    };
    validateUnion(cxt);
  },
};

/** The errors before the alternatives, and of theirs those that are deepest inside: there the value was most like one. */
function fewOf(errors: ErrorObject[] | null, before: number): ErrorObject[] {
  const depthOf = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;
  const kept = (errors ?? [])
    .slice(before)
    .sort((a, b) => depthOf(b) - depthOf(a))
    .slice(0, MAX_OF_UNION);
  for (const error of kept) alternatives.add(error);
  return [...(errors ?? []).slice(0, before), ...kept];
}

/** By their texts: comparing each with each takes a time by the square of them. */
function areUnique(items: readonly unknown[]): boolean {
  return new Set(items.map(textOf)).size === items.length;
}

function textOf(value: unknown): string {
  countValue();
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`).join()}}`;
}
