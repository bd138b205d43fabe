import type { ContractFaults } from './faults.js';

const SEGMENT = /^[A-Za-z0-9._~-]+$/;
const PARAMETER = /^\{([^{}]+)\}$/;
const PARTNERS = 'partners';
const PARTNER = 'partnerId';
const MAX_LENGTH = 512;

export interface ContractPath {
  /** E.g. `/cards/:cardId`: parameters are letters only, because that is what the path compiler and the router read alike. */
  upstreamPath: `/${string}`;
  /** Name in the file -> name on the gateway. */
  parameters: ReadonlyMap<string, string>;
}

/** A path of a file, if it is safe to be sent and to be routed. */
export function readContractPath(path: string, faults: ContractFaults): ContractPath | undefined {
  const before = faults.wrong.length;
  if (!path.startsWith('/') || path.length > MAX_LENGTH)
    faults.add('a path begins with / and has at most 512 characters');
  const parameters = new Map<string, string>();
  const segments = path.split('/').slice(1);
  const named = segments.map((segment, index) => {
    const parameter = PARAMETER.exec(segment)?.[1];
    if (parameter === undefined) {
      // Also `%2e%2e`, `//`, a host, a query: none of them is letters, digits, `. _ ~ -`.
      if (!SEGMENT.test(segment) || segment === '.' || segment === '..') {
        faults.add('a segment of a path is one parameter, or letters, digits, . _ ~ - and neither . nor ..');
      }
      return segment;
    }
    const name = segments[index - 1] === PARTNERS ? PARTNER : lettersOf(parameter);
    if (name === '' || [...parameters.values()].includes(name)) {
      faults.add(`parameter ${index + 1} of the path has no name of letters, or the name of another`);
    }
    parameters.set(parameter, name);
    return `:${name}`;
  });
  return faults.wrong.length > before ? undefined : { upstreamPath: `/${named.join('/')}`, parameters };
}

/** `user_id` -> `userId`. */
function lettersOf(parameter: string): string {
  const [first = '', ...rest] = parameter.split(/[^A-Za-z]+/).filter((part) => part !== '');
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
