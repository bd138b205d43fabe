import type { Settings } from '../settings.js';

/**
 * A value made of parts of the settings, and made anew once one of them has been replaced while the gateway runs
 * (settings-update.ts). Asking for it costs a comparison a part.
 */
export function derived<Part extends keyof Settings, Value>(
  settings: Settings,
  parts: readonly Part[],
  make: (settings: Pick<Settings, Part>) => Value,
): () => Value {
  let madeOf = parts.map((part) => settings[part]);
  let value = make(settings);
  const isCurrent = (part: Part, at: number): boolean => settings[part] === madeOf[at];
  return () => {
    if (parts.every(isCurrent)) return value;
    madeOf = parts.map((part) => settings[part]);
    return (value = make(settings));
  };
}
