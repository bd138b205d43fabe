import { type KeyObject, verify } from 'node:crypto';
import { type Answer, type Operations, Refused, textField } from './foreign-server.js';
import type { Issued, OpaqueTokens } from './opaque-tokens.js';

export interface Application {
  merchant: string;
  publicKey: KeyObject;
  /** The text that the merchant signs. */
  signed: string;
}

interface LoginPlace {
  application: Application;
  tokens: OpaqueTokens;
  paths: { login: string; refresh: string };
  /** How this upstream words a success with tokens. */
  shape: (issued: Issued) => unknown;
  /** The CMS's sample has no signature (conflict C8): sent, it must be right all the same. */
  signature: 'required' | 'optional';
}

/** Application login and refresh of one upstream. */
export function loginOperations({ application, tokens, paths, shape, signature }: LoginPlace): Operations {
  const answer = (issued: Issued): Answer => ({ status: 200, body: shape(issued) });
  return {
    [`POST ${paths.login}`]: ({ headers }, body) => {
      if (headers.authorization !== undefined) throw new Refused(400, '7000', 'a login has no token yet');
      const merchant = textField(body, 'merchant');
      if (signature === 'required' || hasField(body, 'signature')) {
        const bytes = Buffer.from(textField(body, 'signature'), 'base64');
        const right = verify(null, Buffer.from(application.signed, 'utf8'), application.publicKey, bytes);
        if (!right) throw new Refused(401, '7100', 'the signature is wrong');
      }
      if (merchant !== application.merchant) throw new Refused(401, '7100', 'the merchant is unknown');
      return answer(tokens.issue('application', merchant));
    },
    [`POST ${paths.refresh}`]: (_call, body) => answer(tokens.refresh('application', textField(body, 'refreshToken'))),
  };
}

function hasField(body: unknown, name: string): boolean {
  return typeof body === 'object' && body !== null && name in body;
}
