import { isIP } from 'node:net';

/** Characters of one message. */
const MAX_LENGTH = 300;
/** What is looked at: the rest is never read. */
const MAX_READ = 600;
const GONE = '…';

/** Words of a stack, a driver, a proxy or a resolver: nothing of such a message is for a caller. */
const INSIDES =
  /\bat (?:async )?[\w$.<>]+ \((?:\/|file:|node:|[a-z]:)|\bat \S+:\d+:\d+|node_modules|Traceback|\bException in\b|\bORA-\d|SQLSTATE|\bselect\b.+\bfrom\b|nginx|openresty|\bgetaddrinfo\b|\bE(?:CONN\w+|NOTFOUND|TIMEDOUT|PIPE|AI_AGAIN|HOSTUNREACH)\b|\bUND_ERR/i;

const TOP_DOMAINS =
  'com|net|org|info|io|app|dev|cloud|internal|intranet|local|localdomain|lan|corp|home|test|invalid|example';

/** Each is taken out of a message, in this order. None can run away: no part of one repeats within a repetition. */
const UNSAFE: readonly RegExp[] = [
  /<[^<>]*>?/g,
  /&#?\w{1,12};/g,
  // Addresses of pages, mails, hosts and files.
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/\S*/gi,
  /\b(?:javascript|data|vbscript):\S*/gi,
  /[^\s@"'()<>]{1,64}@[^\s@"'()<>]{1,255}/g,
  new RegExp(`\\b(?:[a-z0-9-]{1,63}\\.){1,8}(?:${TOP_DOMAINS}|[a-z]{2,24}:\\d{2,5})\\b(?::\\d+)?(?:/\\S*)?`, 'gi'),
  /\b(?:[a-z0-9-]{1,63}\.){2,8}(?:gt|mx|cr|do|hn|sv|pa|ni|co|us)\b\S*/gi,
  /\blocalhost\b\S*/gi,
  /\b[a-z][a-z0-9-]{1,62}:\d{4,5}\b/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?/g,
  /(?<![\w.])(?:[A-Za-z]:)?(?:[\\/][\w.@-]+){2,}/g,
  // Credentials, keys, card numbers, codes.
  /\b(?:bearer|basic)\s+\S+/gi,
  /\beyJ[\w-]*(?:\.[\w-]*){0,4}/g,
  /(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])[\w+/=-]{20,}/gi,
  /[\w+/=-]{40,}/g,
  /\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/gi,
  /\d(?:[ .-]?\d){11,}/g,
  /\b(?:password|contraseña|secret|token|key|pin|nip|otp|cvv2?|cvc)\b["']?\s*[:=]\s*\S+/gi,
  /\b(?:pin|nip|otp|cvv2?|cvc)\W{1,3}\d{3,8}\b/gi,
];

const ADDRESS_LIKE = /[0-9a-f:]{2,39}/gi;

/**
 * What may be told of an upstream's own words: one line of at most 300 characters without control characters, markup, hosts,
 * addresses, paths, mails, tokens, codes and card numbers. Undefined where nothing is left that says something.
 */
export function cleanWords(text: string): string | undefined {
  const line = text
    .slice(0, MAX_READ)
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu, ' ');
  if (INSIDES.test(line)) return undefined;
  const local = line.replace(ADDRESS_LIKE, (word) => (isIP(word.replace(/(?<!:):$/, '')) === 6 ? GONE : word));
  const safe = UNSAFE.reduce((words, unsafe) => words.replace(unsafe, GONE), local)
    .replace(/[<>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (!/\p{L}{2}/u.test(safe)) return undefined;
  return safe.length <= MAX_LENGTH ? safe : `${safe.slice(0, MAX_LENGTH - 1).toWellFormed()}${GONE}`;
}
