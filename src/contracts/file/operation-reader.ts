import { isRecord, type JsonObject, textField } from '../../common/json.js';
import { isKeptPath, publicPathOf } from '../public-path.js';
import { SchemaBook } from '../schemas/schema-book.js';
import { readAnswer } from './answer.js';
import { readBodies } from './body.js';
import { ContractFaults } from './faults.js';
import type { ContractFile } from './file.js';
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
  return Object.entries(file.paths).flatMap(([path, item]) => readPathItem(path, item, file, book));
}

function readPathItem(path: string, value: unknown, file: ContractFile, book: SchemaBook): ContractOperation[] {
  if (path.startsWith('x-')) return [];
  const item = isRecord(value) ? value : {};
  const methods = CONTRACT_METHODS.filter((method) => item[method.toLowerCase()] !== undefined);
  const unfit = isRecord(value) ? unfitItem(item) : 'is not an object';
  // What is wrong with a path is told of each of its operations; of a read where it has none.
  const named = methods.length === 0 && unfit !== undefined ? (['GET'] as const) : methods;
  return named.map((method) => {
    const given = item[method.toLowerCase()];
    const operation = isRecord(given) ? given : {};
    const outline = outlineOf({ file, path, method, operation }, unfit ?? unfitOperation(method, given));
    return new ContractOperation(outline, (own) =>
      readDetails(own, { file, book, operation, shared: item['parameters'] }),
    );
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
  return operation['servers'] === undefined ? undefined : 'has servers of its own';
}

interface RawOperation {
  file: ContractFile;
  path: string;
  method: ContractMethod;
  operation: JsonObject;
}

function outlineOf({ file, path, method, operation }: RawOperation, wrong: string | undefined): OperationOutline {
  const read = readContractPath(path);
  const { upstreamPath, pathNames } = typeof read === 'string' ? NOWHERE : read;
  const publicPath = publicPathOf(file.upstream, upstreamPath);
  const { tags } = operation;
  const unfit = wrong ?? (typeof read === 'string' ? read : unfitPath(publicPath));
  return {
    upstream: file.upstream,
    place: `${file.name} ${method} ${printable(path)}`,
    method,
    path,
    upstreamPath,
    publicPath,
    pathNames,
    operationId: textField(operation, 'operationId'),
    name: '',
    summary: printable(textField(operation, 'summary') ?? `${method} ${path}`),
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
    deprecated: operation['deprecated'] === true,
    notes: [],
    ...(unfit !== undefined && { unfit }),
  };
}

function unfitPath(publicPath: string): string | undefined {
  if (publicPath === NOWHERE.upstreamPath) return 'its path is nothing but a prefix';
  return isKeptPath(publicPath) ? 'logins, renewals and health are the gateway’s own' : undefined;
}

interface DetailSource {
  file: ContractFile;
  book: SchemaBook;
  operation: JsonObject;
  /** Parameters of the path item. */
  shared: unknown;
}

function readDetails({ place, method, pathNames }: OperationOutline, source: DetailSource): OperationDetails {
  const { file, book, operation, shared } = source;
  const { document } = file;
  const faults = new ContractFaults(place);
  const lists = [shared, operation['parameters']];
  const parameters = readParameters({ lists, pathNames, document, book, faults });
  const { body, forms, ...bodies } = readBodies({
    requestBody: operation['requestBody'],
    method,
    document,
    book,
    faults,
  });
  const schemas = [...parameters.list, ...(body === undefined ? [] : [body]), ...forms].map(({ schema }) => schema);
  const names = book.namesOf(schemas);
  const named = book.faultsOf(names);
  const unfit = faults.text ?? named.text ?? parameters.unfit ?? bodies.unfit;
  return {
    parameters: parameters.list,
    ...(body !== undefined && { body }),
    forms,
    ...readAnswer(operation['responses'], file),
    named: names,
    definitions: book.definitions,
    notes: [...parameters.notes, ...bodies.notes, ...faults.notes, ...named.notes],
    ...(unfit !== undefined && { unfit }),
  };
}
