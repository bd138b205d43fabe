import { connect, type Socket } from 'node:net';

/** A connection that is kept open, and all that came back on it. */
export class RawConnection {
  private received = '';
  private readonly waiting = new Set<() => void>();
  isClosed = false;
  /** The other end has said that nothing follows. */
  hasEnded = false;

  private constructor(private readonly socket: Socket) {
    const wake = (): void => {
      for (const look of this.waiting) look();
    };
    socket.on('data', (part) => {
      this.received += part.toString('latin1');
      wake();
    });
    socket.on('end', () => {
      this.hasEnded = true;
      wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      wake();
    });
  }

  static to(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }, () => {
        socket.off('error', reject);
        resolve(new RawConnection(socket));
      });
      socket.once('error', reject);
    });
  }

  get text(): string {
    return this.received;
  }

  /** Statuses of all answers so far. */
  get statuses(): number[] {
    return Array.from(this.received.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
  }

  send(bytes: string): void {
    this.socket.write(bytes, 'latin1');
  }

  /** Resolves as soon as it is so, or no more can come. */
  async until(isSo: (connection: this) => boolean): Promise<void> {
    if (isSo(this) || this.isClosed) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isSo(this) && !this.isClosed) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  destroy(): void {
    this.socket.destroy();
  }
}
