/** The weights of what a client accepts, by its names in lower case (RFC 9110, section 12.4.2). */
export function weightsOf(accept = ''): ReadonlyMap<string, number> {
  return new Map(accept.toLowerCase().split(',').map(readWeight));
}

function readWeight(text: string): [name: string, weight: number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  return [name, q === undefined ? 1 : Number(q)];
}
