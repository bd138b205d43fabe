// `npm run mutants`: plants faults of the gateway, one at a time, and runs the test that must fail by it. A fault that survives
// shows a test, or a simulator, that does not notice. `--simulator <revision>` tries the simulator of another revision.
import { readFileSync, writeFileSync } from 'node:fs';
import { transform } from '@swc/core';
import { simulatorOf } from './other-simulator.mjs';
import { MUTANTS } from './mutants.mjs';
import { outcomeOf } from './specs.mjs';

const [option, revision] = process.argv.slice(2);
const jestOptions = option === '--simulator' ? simulatorOf(revision) : [];
const specs = [...new Set(MUTANTS.map(({ spec }) => spec))];

// The tests end by it, and the fault is taken out before this process does.
process.on('SIGINT', () => process.exit(130));

const unmutated = outcomeOf(specs, jestOptions).failures;
if (unmutated.size > 0) throw new Error(`without a fault: ${[...unmutated.keys()].join('; ')}`);

let survivors = 0;
for (const mutant of MUTANTS) {
  const outcome = await tried(mutant);
  if (outcome !== 'killed') survivors += 1;
  console.log(`${outcome.padEnd(8)}  ${mutant.fault}`);
}
console.log(`${MUTANTS.length - survivors} of ${MUTANTS.length} killed`);
if (survivors > 0) process.exitCode = 1;

async function tried({ file, replace, by, spec, test }) {
  const source = readFileSync(file, 'utf8');
  if (source.split(replace).length !== 2) throw new Error(`${file} has not one "${replace}"`);
  const compiled = file.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
  const intact = readFileSync(compiled);
  const { code } = await transform(source.replace(replace, by), { filename: file, configFile: '.swcrc' });
  try {
    writeFileSync(compiled, code);
    const { count, failures } = outcomeOf([spec], jestOptions);
    const [, failure] = [...failures].find(([title]) => title.includes(test)) ?? [];
    if (failure === undefined) return 'survived';
    // A gateway that does not start, or answers nothing right, fails every test, and proves nothing.
    const isBroken = count > 1 && failures.size === count;
    return failure.includes('expect(') && !isBroken ? 'killed' : 'broken';
  } finally {
    writeFileSync(compiled, intact);
  }
}
