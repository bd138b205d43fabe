import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The hidden class of ticks, by V8's own heap snapshots, and not by time. Where the first of these fails, this Node.js keeps
 * the class by itself: `src/common/process/tick-shape.ts` and its import can be deleted.
 */
describe('the hidden class of ticks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tick-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function classes(...modules: string[]): unknown[] {
    const args = ['--expose-gc', 'test/support/tick-class.mjs', folder, ...modules];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as unknown[];
  }

  it('is another one after a full collection that found no tick, in this Node.js by itself', () => {
    const [before, after] = classes();
    expect(after).not.toBe(before);
  });

  it('stays where one tick is held', () => {
    const [before, after] = classes(join(process.cwd(), 'dist/common/process/tick-shape.js'));
    expect(after).toBe(before);
  });
});
