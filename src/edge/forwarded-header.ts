import { isIP } from 'node:net';
import type { ForwardedHeader } from '../config/sections/server.settings.js';

const PORT = /:\d{1,5}$/;

/** The addresses in a header that proxies write, the client's first. Undefined stands for what is no IP address. */
export function addressesIn(header: ForwardedHeader, value: string): (string | undefined)[] {
  const nodes = header === 'forwarded' ? forwardedFor(value) : value.split(',');
  return nodes.map(addressOf);
}

/** `for` of each element (RFC 7239, section 4); an element without one tells nothing of its client. */
function forwardedFor(value: string): string[] {
  return elementsOf(value, ',').map((element) => {
    const pairs = elementsOf(element, ';').map((pair) => pair.trim());
    return pairs.find((pair) => /^for=/i.test(pair))?.slice('for='.length) ?? '';
  });
}

/** Splits outside of quoted strings. */
function elementsOf(value: string, separator: ',' | ';'): string[] {
  return value.match(separator === ',' ? /(?:"(?:[^"\\]|\\.)*"|[^,"])+/g : /(?:"(?:[^"\\]|\\.)*"|[^;"])+/g) ?? [];
}

/** Azure and AWS write the port of the client's connection, too, and of IPv6 the brackets of RFC 7239. */
function addressOf(node: string): string | undefined {
  const name = node.trim().replace(/^"(.*)"$/, '$1');
  const [, inBrackets] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(name) ?? [];
  const candidates = inBrackets === undefined ? [name, name.replace(PORT, '')] : [inBrackets];
  return candidates.find((candidate) => isIP(candidate) !== 0);
}
