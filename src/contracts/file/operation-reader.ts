import { isRecord, type JsonObject, textField } from '../../common/json.js';
import { METHODS } from '../../routes/route.js';
import { isKeptPath, publicPathOf } from '../public-path.js';
import { SchemaBook } from '../schemas/schema-book.js';
import { readAnswer } from './answer.js';
import { readBody } from './body.js';
import { ContractFaults } from './faults.js';
import type { ContractFile } from './file.js';
import type { ContractOperation } from './operation.js';
import { readParameters } from './parameters.js';
import { type ContractPath, readContractPath } from './path.js';
import { printable } from './printable.js';

const MAX_OPERATIONS = 2000;
/** Of a path that cannot be read: it has no place on the gateway. */
const NOWHERE = '/';

/**
 * Every operation of a file. One that is unsafe or contradicts itself is `unfit`, and keeps no other from being served; what is
 * wrong with the file as a whole is a fault.
 */
export function readContractOperations(file: ContractFile, faults: ContractFaults): ContractOperation[] {
  const book = new SchemaBook(file);
  const operations = Object.entries(file.paths).flatMap(([path, item]) => readPathItem({ file, book, path, item }));
  if (operations.length > MAX_OPERATIONS) faults.add(`has more than ${MAX_OPERATIONS} operations`);
  return operations;
}

interface PathItem {
  file: ContractFile;
  book: SchemaBook;
  path: string;
  item: unknown;
}

function readPathItem({ file, book, path, item }: PathItem): ContractOperation[] {
  if (path.startsWith('x-')) return [];
  const faults = ContractFaults.of(file.name).inside(path);
  const contractPath = readContractPath(path, faults);
  const given = isRecord(item) ? item : {};
  if (!isRecord(item)) faults.add('is not an object');
  if (given['$ref'] !== undefined) faults.add('a $ref instead of operations is not supported');
  if (given['servers'] !== undefined) faults.add('has servers of its own');
  const methods = METHODS.filter((method) => given[method.toLowerCase()] !== undefined);
  // What is wrong with a path is told of each of its operations; of a read where it has none.
  const named = methods.length === 0 && faults.text !== undefined ? (['GET'] as const) : methods;
  return named.map((method) => {
    const operation = given[method.toLowerCase()];
    const raw = { file, book, path, method, operation: isRecord(operation) ? operation : {} };
    if (contractPath === undefined || faults.text !== undefined) return bareOperation(raw, faults.text);
    if (!isRecord(operation)) return bareOperation({ ...raw, contractPath }, 'is not an object');
    if (operation['servers'] !== undefined) return bareOperation({ ...raw, contractPath }, 'has servers of its own');
    return readOperation({ ...raw, contractPath, shared: given['parameters'] });
  });
}

interface BareOperation {
  file: ContractFile;
  book: SchemaBook;
  path: string;
  method: ContractOperation['method'];
  /** Undefined where the path cannot be read. */
  contractPath?: ContractPath;
  operation: JsonObject;
}

interface RawOperation extends BareOperation {
  contractPath: ContractPath;
  /** Parameters of the path item. */
  shared: unknown;
}

/** What a selection and a report need of an operation. */
function bareOperation(raw: BareOperation, unfit?: string): ContractOperation {
  const { file, path, method, contractPath, operation } = raw;
  const upstreamPath = contractPath?.upstreamPath ?? NOWHERE;
  const operationId = textField(operation, 'operationId');
  const { tags } = operation;
  return {
    upstream: file.upstream,
    place: `${file.name} ${method} ${printable(path)}`,
    method,
    path,
    upstreamPath,
    publicPath: publicPathOf(file.upstream, upstreamPath),
    ...(operationId !== undefined && { operationId }),
    name: '',
    summary: printable(textField(operation, 'summary') ?? `${method} ${path}`),
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
    parameters: [],
    success: 200,
    definitions: {},
    ...(unfit !== undefined && { unfit }),
  };
}

function readOperation(raw: RawOperation): ContractOperation {
  const { file, book, path, method, contractPath, shared, operation } = raw;
  const faults = ContractFaults.of(`${file.name} ${method} ${printable(path)}`);
  const bare = bareOperation(raw);
  const parameters = readParameters({ lists: [shared, operation['parameters']], path: contractPath, book, faults });
  const body = readBody(operation['requestBody'], book, faults);
  const answer = readAnswer(operation['responses'], book, faults);
  const schemas = [...parameters.list.map(({ schema }) => schema), ...(body.schema === undefined ? [] : [body.schema])];
  const definitions = book.closure(schemas);
  const unfit =
    unfitPath(bare.publicPath) ??
    faults.text ??
    book.faultsOf(Object.keys(definitions)) ??
    parameters.unfit ??
    body.unfit ??
    (body.schema && unfitBody(method));
  return {
    ...bare,
    parameters: parameters.list,
    ...(body.schema !== undefined && { body: { required: body.required, schema: body.schema } }),
    ...(body.form !== undefined && { form: body.form }),
    ...answer,
    definitions,
    ...(unfit !== undefined && { unfit }),
  };
}

function unfitPath(publicPath: string): string | undefined {
  if (publicPath === NOWHERE) return 'its path is nothing but a prefix';
  return isKeptPath(publicPath) ? 'logins, renewals and health are the gateway’s own' : undefined;
}

function unfitBody(method: string): string | undefined {
  return method === 'GET' ? 'a GET has no body' : undefined;
}
