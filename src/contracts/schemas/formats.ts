import type { Format } from 'ajv/dist/2020.js';

/** Characters of a text beyond which its format is not looked at. */
const MAX_TEXT = 2048;

const like =
  (expression: RegExp) =>
  (text: string): boolean =>
    text.length > MAX_TEXT || expression.test(text);

/** No stricter than what Nest's validators take by the same name; ajv-formats has stricter ones, and slow ones. */
export const LENIENT_FORMATS: Readonly<Record<string, Format>> = {
  email: like(/^[^\s@]+@[^\s@]+$/),
  'idn-email': like(/^[^\s@]+@[^\s@]+$/),
  uri: like(/^\S+$/),
  url: like(/^\S+$/),
  'uri-reference': like(/^\S*$/),
  // A bare day is a time, too (ISO 8601), and so is whatever `new Date()` takes.
  'date-time': (text: string) => text.length > MAX_TEXT || /^\d{4}/.test(text) || !Number.isNaN(Date.parse(text)),
  uuid: like(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
};

/** Of ajv-formats, where they mean what everybody means by them. */
export const PLAIN_FORMATS = ['date', 'ipv4', 'ipv6', 'int32', 'int64'] as const;
