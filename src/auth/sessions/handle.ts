import { hash, randomBytes } from 'node:crypto';

const HANDLE = /^[A-Za-z0-9_-]{43}$/;

/** A secret of 256 random bits that stands for a session: all that a client ever holds. */
export function newHandle(): string {
  return randomBytes(32).toString('base64url');
}

export function isHandle(value: string): boolean {
  return HANDLE.test(value);
}

/** The store knows a handle only by its SHA-256, so nobody who reads the store can use what is there. */
export function recordIdOf(handle: string): string {
  return hash('sha256', handle, 'hex');
}
