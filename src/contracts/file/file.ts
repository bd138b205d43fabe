import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, type JsonObject, parseJson, textField } from '../../common/json.js';
import { brokenLimit } from '../../common/json-text/limits.js';
import { repeatedNames } from '../../common/json-text/repeated-names.js';
import type { WrongSetting } from '../../config/settings.error.js';
import type { Settings } from '../../config/settings.js';
import { UPSTREAM_NAMES, type UpstreamName } from '../../config/sections/upstream.settings.js';
import { brokenAt } from './broken-json.js';
import { printable } from './printable.js';
import { wrongServers } from './servers.js';

/** Bytes. Migo's whole reference is a fraction of it. */
const MAX_BYTES = 8_388_608;
const LIMITS = { depth: 64, members: Number.POSITIVE_INFINITY };
const VERSION = /^3\.([01])\.\d+$/;
const SUFFIX = '.json';
/** What may lie beside the files: people write notes, and `.gitkeep` is no contract. */
const IGNORED = /^\.|\.md$/i;

/** An OpenAPI file of one upstream, read but for its operations. */
export interface ContractFile {
  upstream: UpstreamName;
  /** For messages, e.g. `wallet.json`. */
  name: string;
  version: '3.0' | '3.1';
  paths: JsonObject;
  /** The whole document, for what its references name. */
  document: JsonObject;
}

export interface ContractFiles {
  files: ContractFile[];
  wrong: WrongSetting[];
}

/** Reads every file of the folder; what is wrong with one does not hide what is wrong with another. */
export function readContractFiles(settings: Settings): ContractFiles {
  const { directory } = settings.contracts;
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => !IGNORED.test(name)) : [];
  const wrong: WrongSetting[] = [];
  const files = names.sort().flatMap((name) => {
    const faults: string[] = [];
    const file = readContractFile(join(directory, name), name, faults);
    if (file !== undefined) {
      const { upstream, document } = file;
      faults.push(...wrongServers(upstream, document['servers'] ?? [], settings.upstreams[upstream]?.baseUrl));
    }
    wrong.push(...faults.map((message) => ({ path: name, message: printable(message) })));
    return file ?? [];
  });
  return { files, wrong };
}

function readContractFile(path: string, name: string, faults: string[]): ContractFile | undefined {
  const upstream = UPSTREAM_NAMES.find((known) => name === known + SUFFIX);
  if (upstream === undefined) {
    faults.push(`is named after no upstream: ${UPSTREAM_NAMES.map((known) => known + SUFFIX).join(', ')}`);
    return undefined;
  }
  const document = readDocument(path, faults);
  if (document === undefined) return undefined;
  if (document['swagger'] !== undefined) {
    faults.push('is Swagger 2.0, and not OpenAPI 3.0 or 3.1: convert it, for example by the converter of swagger.io');
    return undefined;
  }
  const minor = VERSION.exec(textField(document, 'openapi') ?? '')?.[1];
  const paths = document['paths'];
  if (minor === undefined) faults.push('is not OpenAPI 3.0 or 3.1: see its member openapi');
  if (!isRecord(paths)) faults.push('has no paths');
  else if (minor !== undefined) return { upstream, name, version: minor === '0' ? '3.0' : '3.1', paths, document };
  return undefined;
}

function readDocument(path: string, faults: string[]): JsonObject | undefined {
  const stats = statSync(path);
  if (!stats.isFile() || stats.size > MAX_BYTES) {
    faults.push(stats.isFile() ? `has more than ${MAX_BYTES} bytes` : 'is not a file');
    return undefined;
  }
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const isBounded = brokenLimit(text, LIMITS) === undefined;
  const document = isBounded ? parseJson(text) : undefined;
  if (!isRecord(document)) {
    const place = isBounded ? brokenAt(text) : '';
    faults.push(`is not a JSON object of at most ${LIMITS.depth} levels${place}: validate it, or export it anew`);
    return undefined;
  }
  for (const place of repeatedNames(text)) faults.push(`has a member twice: ${place}`);
  // It would be a prototype instead of a member wherever it is copied.
  if (text.includes('__proto__')) faults.push('has a member or text __proto__');
  return document;
}
