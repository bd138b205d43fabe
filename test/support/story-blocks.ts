export interface StoryBlock {
  /** Line of its first command, for the names of tests. */
  line: number;
  commands: string;
  /** What stands below it in a `text` block; nothing where there is none. */
  prints: string;
}

const BLOCK = /^```sh story\n(?<commands>[\s\S]*?)^```$(?:\n+```text\n(?<prints>[\s\S]*?)^```$)?/gm;

/** The blocks of a page that are marked `sh story`, each with the `text` block that follows it at once. */
export function storyBlocks(page: string): StoryBlock[] {
  return [...page.matchAll(BLOCK)].map(({ index, groups }) => ({
    line: page.slice(0, index).split('\n').length + 1,
    commands: groups?.['commands'] ?? '',
    prints: (groups?.['prints'] ?? '').trimEnd(),
  }));
}

/** `‹anything›` stands for what differs from run to run, on one line. */
export function printedLike(prints: string): RegExp {
  const parts = prints.split(/‹[^›\n]*›/).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^\\n]+')}$`);
}
