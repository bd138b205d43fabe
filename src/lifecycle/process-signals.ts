type Handler = () => void;

/** What whoever runs the process asks of it. A process that is PID 1 of a container hears nothing that it does not listen for. */
export class ProcessSignals {
  private stop: Handler = () => process.exit(0);
  private reload: Handler | undefined;

  listen(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        this.stop();
      });
    }
    process.on('SIGHUP', () => this.reload?.());
  }

  /** `SIGTERM`, `SIGINT`. Until it is set the process ends at once. */
  onStop(handler: Handler): void {
    this.stop = handler;
  }

  /** `SIGHUP`. Until it is set nothing happens. */
  onReload(handler: Handler): void {
    this.reload = handler;
  }
}
