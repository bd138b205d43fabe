import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type CollectGarbage = (options: { type: 'minor' }) => void;

/** Bytes that may stream before what they lay in is freed. */
const COLLECT_AFTER = 8_388_608;

let collectGarbage: CollectGarbage | undefined;

/** Switches on a flag of V8 for the whole process, so the process decides; without it V8 collects when it likes. */
export function enableMinorCollections(): void {
  setFlagsFromString('--expose-gc');
  collectGarbage = runInNewContext('gc') as CollectGarbage;
}

/**
 * Frees the buffers of a streamed body as it goes. Each read of a socket takes a new buffer of 64 KiB, of which V8 sees
 * only the small object in front: left alone, it lets them pile up to 60 MB before it looks.
 */
class StreamedBuffers {
  private bytes = 0;

  add(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes < COLLECT_AFTER) return;
    this.bytes = 0;
    collectGarbage?.({ type: 'minor' });
  }
}

/** One for all streams: they share the heap. */
export const streamedBuffers = new StreamedBuffers();
