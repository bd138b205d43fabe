import { isRecord, type JsonObject, textField } from '../../common/json.js';
import { isKeptPath, publicPathOf } from '../public-path.js';
import { SchemaBook } from '../schemas/schema-book.js';
import { readAnswer } from './answer.js';
import { readBodies } from './body.js';
import type { ContractFile } from './file.js';
import { Findings } from './findings.js';
import {
  CONTRACT_METHODS,
  type ContractMethod,
  ContractOperation,
  OTHER_METHODS,
  type OperationDetails,
  type OperationOutline,
} from './operation.js';
import { readParameters } from './parameters.js';
import { readContractPath } from './path.js';
import { printable } from './printable.js';

/** Of a path that cannot be read: it has no place on the gateway. */
const NOWHERE = { upstreamPath: '/', pathNames: new Map<string, string>() } as const;

/** Every operation of a file. One that is unsafe or contradicts itself is `unfit`, and keeps no other from being served. */
export function readContractOperations(file: ContractFile): ContractOperation[] {
  const book = new SchemaBook(file);
  return Object.entries(file.paths)
    .filter(([path]) => !path.startsWith('x-'))
    .flatMap(([path, value]) => {
      const item = isRecord(value) ? value : {};
      const unfit = isRecord(value) ? unfitItem(item) : 'is not an object';
      const methods = CONTRACT_METHODS.filter((method) => item[method.toLowerCase()] !== undefined);
      // What is wrong with a path is told of each of its operations; of a read where it has none.
      const named = methods.length === 0 && unfit !== undefined ? (['GET'] as const) : methods;
      return named.map((method) => {
        const given = item[method.toLowerCase()];
        const operation = isRecord(given) ? given : {};
        const wrong = unfit ?? unfitOperation(method, given);
        const outline = outlineOf({ upstream: file.upstream, path, method, operation }, wrong);
        return new ContractOperation(outline, (own) => detailsOf(own, { book, operation, shared: item['parameters'] }));
      });
    });
}

function unfitItem({ $ref: reference, servers }: JsonObject): string | undefined {
  if (reference !== undefined) return 'a $ref instead of operations is not supported';
  return servers === undefined ? undefined : 'has servers of its own';
}

function unfitOperation(method: ContractMethod, operation: unknown): string | undefined {
  if (!isRecord(operation)) return 'is not an object';
  if (OTHER_METHODS.some((other) => other === method))
    return `a ${method} is never imported: the gateway answers it itself`;
  return unfitItem(operation);
}

interface RawOperation extends Pick<OperationOutline, 'upstream' | 'path' | 'method'> {
  operation: JsonObject;
}

function outlineOf({ operation, ...known }: RawOperation, wrong: string | undefined): OperationOutline {
  const { upstream, method, path } = known;
  const read = readContractPath(path);
  const { upstreamPath, pathNames } = typeof read === 'string' ? NOWHERE : read;
  const publicPath = publicPathOf(upstream, upstreamPath);
  const { tags } = operation;
  return {
    ...known,
    upstreamPath,
    publicPath,
    pathNames,
    operationId: textField(operation, 'operationId'),
    name: '',
    summary: printable(textField(operation, 'summary') ?? `${method} ${path}`),
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
    deprecated: operation['deprecated'] === true,
    notes: [],
    unfit: wrong ?? (typeof read === 'string' ? read : unfitPath(publicPath)),
  };
}

function unfitPath(publicPath: string): string | undefined {
  if (publicPath === NOWHERE.upstreamPath) return 'its path is nothing but a prefix';
  return isKeptPath(publicPath) ? 'logins, renewals and health are the gateway’s own' : undefined;
}

interface DetailSource {
  book: SchemaBook;
  operation: JsonObject;
  /** Parameters of the path item. */
  shared: unknown;
}

function detailsOf({ method, pathNames }: OperationOutline, source: DetailSource): OperationDetails {
  const { book, operation, shared } = source;
  const { parameters: own, requestBody, responses } = operation;
  const findings = new Findings();
  const parameters = readParameters({ lists: [shared, own], pathNames, book, findings });
  const bodies = readBodies({ requestBody, method, book, findings });
  const named = book.closureOf(findings.references);
  const all = [findings, ...[...named].map((name) => book.findingsOf(name))];
  const wrong = all.flatMap((one) => [...one.wrong]);
  return {
    parameters,
    ...bodies,
    ...readAnswer(responses, book),
    named,
    definitions: book.definitions,
    notes: all.flatMap(({ notes }) => notes),
    unfit: wrong.length === 0 ? undefined : wrong.join('; '),
  };
}
