/** What `GET /configs` answers, by `applicationId`. Its fields are not documented. */
export type WalletConfig = Record<string, unknown>;

export function seedWalletConfigs(): Map<string, WalletConfig> {
  return new Map([
    [
      'app-demo',
      { applicationId: 'app-demo', locale: 'es-GT', currency: 'GTQ', sessionMinutes: 30, features: { pin: true } },
    ],
  ]);
}
