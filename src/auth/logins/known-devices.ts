import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { numberField, textField } from '../../common/json.js';
import { type RecordAddress, RecordCipher, UndecipherableError } from '../../storage/record-cipher.js';
import { sharedClock } from '../../storage/shared-clock.js';

/** A device that nobody logs in on for so long is a stranger again. */
export const DEVICE_SECONDS = 15_552_000;
/** Users of one browser that are remembered: a shared one has few, and a cookie has room for few. */
const MAX_TOKENS = 5;
const MAX_TOKEN_LENGTH = 400;
/** Stands in no token, and is allowed in a cookie. */
const BETWEEN = '~';

/**
 * Devices on which an account has been logged in before, by a token that each was given then (OWASP, "Device Cookies"). It proves
 * nothing but that: wrong passwords on such a device count for the device, so those of strangers lock nobody out of his own.
 * Encrypted with the session keys and bound to the account, so there is nothing to be stored, and nothing in it to be read.
 */
@Injectable()
export class KnownDevices {
  constructor(private readonly cipher: RecordCipher) {}

  /** The device's id, where one of the tokens was given to it for this account, and what it holds of other accounts. */
  of(account: string, tokens: readonly string[]): { id: string | undefined; others: string[] } {
    const read = tokens
      .filter((token) => token !== '' && token.length <= MAX_TOKEN_LENGTH)
      .map((token) => ({ token, id: this.read(account, token) }));
    return {
      id: read.find(({ id }) => id !== undefined)?.id,
      others: read.filter(({ id }) => id === undefined).map(({ token }) => token),
    };
  }

  /** A token for a device that has just logged in; one that is known keeps its id. */
  tokenFor(account: string, id: string | undefined): string {
    const device = {
      id: id ?? randomBytes(12).toString('base64url'),
      until: sharedClock.now() + DEVICE_SECONDS * 1000,
    };
    return this.cipher.encrypt(device, addressOf(account));
  }

  private read(account: string, token: string): string | undefined {
    try {
      const record = this.cipher.decrypt(token, addressOf(account));
      return (numberField(record, 'until') ?? 0) > sharedClock.now() ? textField(record, 'id') : undefined;
    } catch (error) {
      if (error instanceof UndecipherableError) return undefined;
      throw error;
    }
  }
}

export function tokensIn(cookie: string): string[] {
  return cookie.split(BETWEEN, MAX_TOKENS);
}

/** What a browser keeps: those of the others who log in there stay behind the new one. */
export function joinTokens(token: string, others: readonly string[]): string {
  return [token, ...others].slice(0, MAX_TOKENS).join(BETWEEN);
}

/** No record of the store lies there. */
function addressOf(account: string): RecordAddress {
  return { key: `device:${account}`, version: 0 };
}
