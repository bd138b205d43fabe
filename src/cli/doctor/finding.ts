/** What one step found. `found` and `change` are our own words: no value of a setting, no text of an upstream. */
export type Finding<Value = true> =
  { mark: 'ok' | 'warning'; found: string; change?: string; value: Value } | Failed | Skipped;

interface Failed {
  mark: 'failed';
  found: string;
  /** One sentence: which setting, or what else, to change. */
  change: string;
}

interface Skipped {
  mark: 'skipped';
  found: string;
}

export type Mark = Finding['mark'];

export function ok(found: string): Finding {
  return { mark: 'ok', found, value: true };
}

/** Right, with something that later steps need. */
export function given<Value>(found: string, value: Value): Finding<Value> {
  return { mark: 'ok', found, value };
}

/** Works, and somebody should look at it all the same. */
export function warning(found: string, change: string): Finding {
  return { mark: 'warning', found, change, value: true };
}

export function failed(found: string, change: string): Failed {
  return { mark: 'failed', found, change };
}

export function skipped(found: string): Skipped {
  return { mark: 'skipped', found };
}
