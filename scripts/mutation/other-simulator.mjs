import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As today's, which takes any free ports; others began with fixed ones. */
const START = `import { startSimulator as start } from './simulator/simulator.js';
const ports = { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 };
export const startSimulator = () => start({ ports });
`;

/** Options of Jest with which tests get the simulator of a revision. */
export function simulatorOf(revision) {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  const archive = execFileSync('git', ['archive', revision, 'simulator'], { maxBuffer: 64 * 1024 * 1024 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  writeFileSync(join(folder, 'start.ts'), START);
  const moved = {
    '^(?:\\.\\./)+simulator/simulator\\.js$': join(folder, 'start.ts'),
    '^(?:\\.\\./)+simulator/(.*)\\.js$': join(folder, 'simulator/$1.ts'),
    '^(\\.{1,2}/.*)\\.js$': '$1',
  };
  return ['--moduleNameMapper', JSON.stringify(moved), '--modulePaths', 'node_modules'];
}
