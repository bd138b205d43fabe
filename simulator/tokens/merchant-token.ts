import type { FastifyRequest } from 'fastify';
import { unauthorized } from '../http/refusal.js';
import { MERCHANT_TOKENS } from '../state/seed-merchants.js';

/** The merchant behind `Authorization: <merchant token>`; a `Bearer ` before it is stripped (introduction/authentication). */
export function merchantOfToken(request: FastifyRequest): string {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const merchant = MERCHANT_TOKENS.get(token);
  if (merchant === undefined) throw unauthorized('The merchant token is missing or unknown');
  return merchant;
}
