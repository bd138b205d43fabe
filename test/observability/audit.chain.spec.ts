import fc from 'fast-check';
import { AuditChain, AuditVerifier } from '../../src/observability/audit.chain.js';

const OTHER = '{"level":"info","msg":"request"}';

function written(chain: AuditChain, count: number): string[] {
  return Array.from({ length: count }, (_, index) => chain.link({ audit: true, event: 'call', index }));
}

function verified(lines: readonly string[]): AuditVerifier {
  const verifier = new AuditVerifier();
  for (const line of lines) verifier.read(line);
  return verifier;
}

const lines = written(new AuditChain(), 10);
const at = fc.nat(lines.length - 1);

describe('a chain of audit lines', () => {
  it('holds as it was written, among other lines and those of other processes', () => {
    const [one, other] = [new AuditChain(), new AuditChain()];
    const mixed = [0, 1, 2].flatMap(() => [...written(one, 2), OTHER, 'no JSON', ...written(other, 3)]);
    expect(verified(mixed)).toMatchObject({ broken: [], lines: 15, processes: 2 });
  });

  it('is JSON, line by line', () => {
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ audit: true, index: 0, seq: 1, hash: expect.any(String) });
  });

  it('breaks where a character of a line was changed', () => {
    fc.assert(
      fc.property(at, fc.nat(), fc.constantFrom('x', '0', ' ', '"'), (index, place, character) => {
        const line = lines[index] ?? '';
        const position = place % line.length;
        fc.pre(line[position] !== character);
        const changed = line.slice(0, position) + character + line.slice(position + 1);
        // What does not say that it is of the audit log is missing, in front of the next one.
        fc.pre(index < lines.length - 1 || changed.includes('"audit":true'));
        expect(verified(lines.with(index, changed)).broken).not.toEqual([]);
      }),
    );
  });

  it('breaks where a line was removed, but the last one', () => {
    for (let index = 0; index < lines.length - 1; index += 1)
      expect(verified(lines.toSpliced(index, 1)).broken).toHaveLength(1);
  });

  it('breaks where lines were put in, doubled or moved', () => {
    const [foreign = ''] = written(new AuditChain(), 1);
    expect(verified(lines.toSpliced(4, 0, foreign.replace(/"chain":"[^"]*"/, chainOf(lines[0])))).broken).not.toEqual(
      [],
    );
    expect(verified(lines.toSpliced(4, 0, lines[3] ?? '')).broken).not.toEqual([]);
    fc.assert(
      fc.property(at, at, (from, to) => {
        fc.pre(from !== to);
        const moved = lines.toSpliced(from, 1).toSpliced(to, 0, lines[from] ?? '');
        expect(verified(moved).broken).not.toEqual([]);
      }),
    );
  });
});

function chainOf(line = ''): string {
  return /"chain":"[^"]*"/.exec(line)?.[0] ?? '';
}
