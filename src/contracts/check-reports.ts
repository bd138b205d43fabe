type Listener = (route: string, keyword: string) => void;

/** Requests that are not as their file wants them, of grants that say `check: report`. */
export class CheckReports {
  private listener: Listener = () => undefined;

  listen(listener: Listener): void {
    this.listener = listener;
  }

  of(route: string): (keyword: string) => void {
    return (keyword) => {
      this.listener(route, keyword);
    };
  }
}
