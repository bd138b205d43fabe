import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { startSimulator } from '../../simulator/simulator.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { PROCESS_ENV } from '../support/run-node.js';
import { printedLike, type StoryBlock, storyBlocks } from '../support/story-blocks.js';

/** Ends what a block has printed; no answer holds it. */
const END = '--- end of the block ---';

const run = promisify(execFile);

/** What a reader sees who copies the blocks one by one into one bash, beside a gateway that was started afresh. */
async function followed(blocks: readonly StoryBlock[]): Promise<string[]> {
  const simulator = await startSimulator();
  try {
    const gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    try {
      const script = blocks
        .map(
          ({ commands }) => `${at({ GATEWAY: gateway.url, CONTROL: simulator.urls.control }, commands)}echo '${END}'\n`,
        )
        .join('');
      const { stdout } = await run('bash', ['-c', script], { env: { ...PROCESS_ENV, NO_PROXY: '*' } });
      return stdout.split(`${END}\n`);
    } finally {
      await gateway.stop();
    }
  } finally {
    await simulator.close();
  }
}

function at(urls: Readonly<Record<string, string>>, commands: string): string {
  return commands.replaceAll(/^(GATEWAY|CONTROL)=.*$/gm, (_line, name: string) => `${name}=${urls[name] ?? ''}`);
}

describe.each(['README.md', 'docs/story.md'])('%s', (file) => {
  const blocks = storyBlocks(readFileSync(file, 'utf8'));
  let printed: string[];

  beforeAll(async () => {
    printed = await followed(blocks);
  });

  it('says first where the gateway is, and has something to try', () => {
    expect(blocks[0]?.commands).toMatch(/^GATEWAY=/);
    expect(blocks.filter(({ prints }) => prints !== '').length).toBeGreaterThanOrEqual(5);
  });

  it.each(blocks.map(({ line, prints }, index) => ({ line, prints, index })))(
    'tells what the commands of line $line print',
    ({ prints, index }) => {
      expect(printed[index]?.trimEnd()).toMatch(printedLike(prints));
    },
  );
});
