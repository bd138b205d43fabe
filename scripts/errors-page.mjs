// Writes docs/errors.md from the catalogue of the compiled gateway; with --check, says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { CATALOGUE } from '../dist/problems/catalogue.js';
import { retryAdvice } from '../dist/problems/retry-advice.js';

const PAGE = new URL('../docs/errors.md', import.meta.url);

const INTRODUCTION = `# Error catalogue

Generated from \`src/problems/\` by \`node scripts/errors-page.mjs\` (after \`npm run build\`).

Every error is an \`application/problem+json\` body (RFC 9457). Branch on \`code\`: codes are stable, titles are not. \`retryable\` says whether the
same request, sent again later, can succeed without anything else being changed, and is in every problem. Who fixes it: the caller's developer, the \`partner\` (its
administrators at the gateway and in the CMS), the \`operations\` people of the gateway, or \`migo\`. \`errors\` lists wrong fields, or the
codes that Migo gave. Quote \`requestId\` when you ask for help.
`;

const HEADINGS = ['Code', 'Status', 'Title', 'Cause', 'Who fixes it', 'What to do', 'Retryable', 'When to try again'];

const cell = (text) => String(text).replaceAll('|', '\\|');

const rows = Object.entries(CATALOGUE).map(([code, { status, title, fixedBy, cause, advice, retryable }]) =>
  [`\`${code}\``, status, title, cause, fixedBy, advice, retryable ? 'yes' : 'no', retryAdvice(code)].map(cell),
);

const table = [HEADINGS, HEADINGS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

// Rows are found by how they begin, so no column is padded.
const page = `${INTRODUCTION}\n<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->\n`;

if (process.argv.includes('--check')) {
  const upToDate = readPage() === page;
  if (!upToDate) console.error('docs/errors.md is not up to date: node scripts/errors-page.mjs');
  process.exitCode = upToDate ? 0 : 1;
} else {
  writeFileSync(PAGE, page);
}

function readPage() {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch {
    return undefined;
  }
}
