import { readFileSync } from 'node:fs';
// @ts-expect-error A script has no types.
import { MUTANTS } from '../../scripts/mutation/mutants.mjs';

type Mutant = Readonly<Record<'fault' | 'file' | 'replace' | 'by' | 'spec', string>>;

it.each((MUTANTS as Mutant[]).map((mutant) => [mutant.fault, mutant] as const))(
  'the fault "%s" can be planted in one place, and its test is there',
  (_fault, { file, replace, by, spec }) => {
    const source = readFileSync(file, 'utf8');
    expect(source.split(replace)).toHaveLength(2);
    expect(readFileSync(spec, 'utf8')).not.toBe('');
    // What is planted must be imported: a gateway that does not load proves nothing.
    for (const [, name = ''] of by.matchAll(/@(\w+)\(/g)) expect(source).toMatch(new RegExp(`import .*\\b${name}\\b`));
  },
);
