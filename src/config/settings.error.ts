export interface WrongSetting {
  /** Where in the settings, e.g. `partners[0].privateKey`. */
  path: string;
  /** What is wrong. Never holds a value: values may be secrets. */
  message: string;
}

export class SettingsError extends Error {
  constructor(readonly wrong: readonly WrongSetting[]) {
    super(`wrong settings:\n${wrong.map(({ path, message }) => `  ${path}: ${message}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}
