import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { plot } from './plot.mjs';

const RESULTS = new URL('results/', import.meta.url);
const PAGE = new URL('../docs/performance.md', import.meta.url);
const FIGURES = /(?<=<!-- figures -->\n\n).*(?=\n\n<!-- end of the figures -->)/s;

/** Keeps a run as JSON and as a plot under its date, and a whole one as the last, which is committed; `page` goes into docs/performance.md. */
export function keep(run, { isLast, page }) {
  mkdirSync(RESULTS, { recursive: true });
  const files = { json: `${JSON.stringify(run, undefined, 2)}\n`, svg: plot(run) };
  const names = [run.at.slice(0, 16).replace(':', ''), ...(isLast ? ['last'] : [])];
  for (const name of names)
    for (const [type, text] of Object.entries(files)) writeFileSync(new URL(`${name}.${type}`, RESULTS), text);
  console.log(`Kept as ${names.map((name) => `bench/results/${name}.{json,svg}`).join(' and ')}`);
  if (page !== undefined)
    writeFileSync(
      PAGE,
      readFileSync(PAGE, 'utf8').replace(FIGURES, () => page),
    );
}
