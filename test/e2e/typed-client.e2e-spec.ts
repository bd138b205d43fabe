import { readFile } from 'node:fs/promises';
import ts from 'typescript';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { runNode } from '../support/run-node.js';

/** Types are made, compiled and run: three programs on a machine that may be busy. */
const TIMEOUT_MS = 120_000;

describe('a typed client from the OpenAPI document', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  it('has a story without a cast and without `any`', async () => {
    const story = await readFile('scripts/typed-client/story.ts', 'utf8');
    const source = ts.createSourceFile('story.ts', story, ts.ScriptTarget.ES2023, true);

    expect(looseTypes(source)).toEqual([]);
  });

  it(
    'compiles, and runs the story of docs/story.md',
    async () => {
      const { code, text } = await runNode(['scripts/typed-client/run.mjs', gateway.url]);

      expect(text.match(/^\d\. .*/gm)).toHaveLength(9);
      expect(code).toBe(0);
    },
    TIMEOUT_MS,
  );
});

/** Casts, `!` and `any`; `as const` loosens nothing. */
function looseTypes(node: ts.Node): string[] {
  const isCast = ts.isAsExpression(node) && node.type.getText() !== 'const';
  const isLoose = isCast || ts.isNonNullExpression(node) || node.kind === ts.SyntaxKind.AnyKeyword;
  return [...(isLoose ? [node.getText()] : []), ...node.getChildren().flatMap(looseTypes)];
}
