import { Problem } from '../../problems/problem.js';

/** @throws Problem `invalid_request` */
export function parseForm(bytes: Buffer): Record<string, string> {
  const fields = [...new URLSearchParams(bytes.toString('utf8'))];
  const form = new Map(fields);
  // RFC 6749, section 3.2: parameters must not be included more than once.
  if (form.size < fields.length) throw new Problem('invalid_request', { detail: 'a parameter is given twice' });
  return Object.fromEntries(form);
}
