interface HeapUsage {
  usedSize: number;
  backingStorageSize: number;
}

/** How to start a process so that `liveBytes` can ask it. */
export function inspectedAt(port: number): { NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` };
}

/** Bytes that a process still holds once its garbage is gone: on the heap, and in buffers beside it (Chrome DevTools protocol). */
export async function liveBytes(port: number): Promise<number> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve) => {
    socket.addEventListener('open', resolve);
  });
  try {
    await call(socket, 'HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = (await call(socket, 'Runtime.getHeapUsage')) as HeapUsage;
    return usedSize + backingStorageSize;
  } finally {
    socket.close();
  }
}

interface Target {
  webSocketDebuggerUrl: string;
}

/** One after another, so the next message is the answer. */
function call(socket: WebSocket, method: string): Promise<unknown> {
  return new Promise((resolve) => {
    const take = ({ data }: MessageEvent): void => {
      resolve((JSON.parse(String(data)) as { result: unknown }).result);
    };
    socket.addEventListener('message', take, { once: true });
    socket.send(JSON.stringify({ id: 1, method }));
  });
}
