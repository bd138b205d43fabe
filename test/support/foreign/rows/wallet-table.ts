import { APPLICATION_ID, type ForeignRow } from './foreign-row.js';

type WalletRow = Omit<ForeignRow, 'at' | 'door' | 'callers' | 'credential'>;

/** Rows by method and path; the door is the same path. */
export type WalletTable = Readonly<Record<string, readonly [callers: string, row: WalletRow]>>;

export const X_APPLICATION_ID = { 'x-application-id': APPLICATION_ID };
