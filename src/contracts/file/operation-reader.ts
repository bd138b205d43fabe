import { isRecord, type JsonObject, textField } from '../../common/json.js';
import { METHODS } from '../../routes/route.js';
import { readAnswer } from './answer.js';
import { readBody } from './body.js';
import type { ContractFaults } from './faults.js';
import type { ContractFile } from './file.js';
import type { ContractOperation } from './operation.js';
import { readParameters } from './parameters.js';
import { type ContractPath, readContractPath } from './path.js';
import { withNames } from '../operation-names.js';
import { printable } from './printable.js';
import { isKeptPath, publicPathOf, shapeOf } from '../public-path.js';
import { SchemaBook } from '../schemas/schema-book.js';

const MAX_OPERATIONS = 2000;
/** Every operation of a file. What is unsafe or contradicts itself is a fault. */
export function readContractOperations(file: ContractFile, faults: ContractFaults): ContractOperation[] {
  const book = new SchemaBook(file, faults);
  const operations = Object.entries(file.paths).flatMap(([path, item]) =>
    readPathItem({ file, book, path, item, faults }),
  );
  if (operations.length > MAX_OPERATIONS) faults.add(`has more than ${MAX_OPERATIONS} operations`);
  reportRepeated(
    operations,
    ({ method, upstreamPath }) => `${method} ${shapeOf(upstreamPath)}`,
    'this operation',
    faults,
  );
  reportRepeated(operations, ({ operationId }) => operationId, 'this operationId', faults);
  return withNames(operations);
}

interface PathItem {
  file: ContractFile;
  book: SchemaBook;
  path: string;
  item: unknown;
  faults: ContractFaults;
}

function readPathItem({ file, book, path, item, faults }: PathItem): ContractOperation[] {
  if (path.startsWith('x-')) return [];
  const here = faults.at(path);
  const contractPath = readContractPath(path, here);
  if (!isRecord(item)) here.add('is not an object');
  else if (item['$ref'] !== undefined) here.add('a $ref instead of operations is not supported');
  else if (item['servers'] !== undefined) here.add('has servers of its own');
  else if (contractPath !== undefined) {
    return METHODS.flatMap((method) => {
      const operation = item[method.toLowerCase()];
      if (operation === undefined) return [];
      const place = `${method} ${path}`;
      const own = faults.at(place);
      if (!isRecord(operation)) own.add('is not an object');
      else if (operation['servers'] !== undefined) own.add('has servers of its own');
      else
        return readOperation({
          file,
          book,
          path,
          method,
          contractPath,
          shared: item['parameters'],
          operation,
          faults: own,
        });
      return [];
    });
  }
  return [];
}

interface RawOperation {
  file: ContractFile;
  book: SchemaBook;
  path: string;
  method: ContractOperation['method'];
  contractPath: ContractPath;
  /** Parameters of the path item. */
  shared: unknown;
  operation: JsonObject;
  faults: ContractFaults;
}

function readOperation(raw: RawOperation): ContractOperation {
  const { file, book, path, method, contractPath, shared, operation, faults } = raw;
  const { upstreamPath } = contractPath;
  const publicPath = publicPathOf(file.upstream, upstreamPath);
  const operationId = textField(operation, 'operationId');
  const { tags } = operation;
  const parameters = readParameters({ lists: [shared, operation['parameters']], path: contractPath, book, faults });
  const body = readBody(operation['requestBody'], book, faults);
  const schemas = [...parameters.list.map(({ schema }) => schema), ...(body.schema === undefined ? [] : [body.schema])];
  const unfit = unfitPath(publicPath) ?? parameters.unfit ?? body.unfit ?? (body.schema && unfitBody(method));
  return {
    upstream: file.upstream,
    place: `${file.name} ${method} ${path}`,
    method,
    path,
    upstreamPath,
    publicPath,
    ...(operationId !== undefined && { operationId }),
    name: '',
    summary: printable(textField(operation, 'summary') ?? `${method} ${path}`),
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
    parameters: parameters.list,
    ...(body.schema !== undefined && { body: { required: body.required, schema: body.schema } }),
    ...readAnswer(operation['responses'], book, faults),
    definitions: book.closure(schemas),
    ...(unfit !== undefined && { unfit }),
  };
}

function unfitPath(publicPath: string): string | undefined {
  if (publicPath === '/') return 'its path is nothing but a prefix';
  return isKeptPath(publicPath) ? 'logins, renewals and health are the gateway’s own' : undefined;
}

function unfitBody(method: string): string | undefined {
  return method === 'GET' ? 'a GET has no body' : undefined;
}

function reportRepeated(
  operations: readonly ContractOperation[],
  keyOf: (operation: ContractOperation) => string | undefined,
  what: string,
  faults: ContractFaults,
): void {
  const first = new Map<string, ContractOperation>();
  for (const operation of operations) {
    const key = keyOf(operation);
    const earlier = key === undefined ? undefined : first.get(key);
    if (earlier !== undefined) {
      faults.at(`${operation.method} ${operation.path}`).add(`${earlier.method} ${earlier.path} has ${what} already`);
    } else if (key !== undefined) first.set(key, operation);
  }
}
