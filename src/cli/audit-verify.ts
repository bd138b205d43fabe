// `npm run audit:verify -- [file ...]`: whether audit lines were changed or removed; without a file, those of standard input.
// Exit code 0: none, 1: some, 2: a file cannot be read, or holds no such line.
import '../common/process/supported-node.js';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { AuditVerifier } from '../observability/audit.chain.js';

const EXIT_BROKEN = 1;
const EXIT_UNFIT = 2;

// By exit, because the channel of supported-node.ts would keep the process alive.
process.exit(await verify(process.argv.slice(2)));

async function verify(files: readonly string[]): Promise<number> {
  const verifier = new AuditVerifier();
  const sources = files.length === 0 ? [process.stdin] : files.map((file) => createReadStream(file));
  try {
    for (const source of sources) await readLines(source, verifier);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return EXIT_UNFIT;
  }
  for (const { line, fault } of verifier.broken) console.log(`line ${line} ${fault}`);
  const { lines, processes, broken } = verifier;
  console.log(`${lines} lines of ${processes} processes, ${broken.length} broken`);
  if (broken.length > 0) return EXIT_BROKEN;
  return lines > 0 ? 0 : EXIT_UNFIT;
}

async function readLines(source: Readable, verifier: AuditVerifier): Promise<void> {
  for await (const line of createInterface({ input: source, crlfDelay: Infinity })) verifier.read(line);
}
