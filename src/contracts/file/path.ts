const SEGMENT = /^[A-Za-z0-9._~-]+$/;
/** `{+path}`, `{path*}` (RFC 6570) and `{proxy+}` stand for several segments. */
const PARAMETER = /^\{(?![+#./;?&])([^{}]*[^{}*+])\}$/;
const PARTNERS = 'partners';
export const PARTNER = 'partnerId';
const MAX_LENGTH = 512;

export interface ContractPath {
  /**
   * E.g. `/cards/:cardId`, with the slash at its end that the file has: parameters are letters only, because that is what the
   * path compiler and the router read alike.
   */
  upstreamPath: `/${string}`;
  /** Name in the file -> name on the gateway. */
  pathNames: ReadonlyMap<string, string>;
}

/** A path of a file, if it is safe to be sent and to be routed; else why not. */
export function readContractPath(path: string): ContractPath | string {
  if (!path.startsWith('/') || path.length > MAX_LENGTH) return 'a path begins with / and has at most 512 characters';
  if (path === '/') return 'its path is nothing but a prefix';
  const pathNames = new Map<string, string>();
  const segments = path.replace(/\/$/, '').split('/').slice(1);
  const named: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const parameter = PARAMETER.exec(segment)?.[1];
    if (parameter === undefined) {
      // Also `%2e%2e`, `//`, a host, a query: none of them is letters, digits, `. _ ~ -`.
      if (!SEGMENT.test(segment) || segment === '.' || segment === '..') {
        return 'a segment of a path is one parameter, or letters, digits, . _ ~ - and neither . nor ..';
      }
      named.push(segment);
      continue;
    }
    const name = segments[index - 1] === PARTNERS ? PARTNER : lettersOf(parameter);
    if (name === '' || [...pathNames.values()].includes(name)) {
      return `parameter ${index + 1} of the path has no name of letters, or the name of another`;
    }
    pathNames.set(parameter, name);
    named.push(`:${name}`);
  }
  return { upstreamPath: `/${named.join('/')}${path.endsWith('/') ? '/' : ''}`, pathNames };
}

/** `user_id` -> `userId`. */
function lettersOf(parameter: string): string {
  const [first = '', ...rest] = parameter.split(/[^A-Za-z]+/).filter((part) => part !== '');
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
