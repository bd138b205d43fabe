/** Reads fields of an upstream's answer, which is untrusted until then. */
export type Json = Readonly<Record<string, unknown>>;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The `data` of Migo's envelope, or the answer itself where there is no envelope (docs/adr/0001). */
export function payloadOf(answer: unknown): unknown {
  return isJson(answer) && answer['data'] !== undefined && answer['data'] !== null ? answer['data'] : answer;
}

export function textField(value: unknown, name: string): string | undefined {
  const field = isJson(value) ? value[name] : undefined;
  return typeof field === 'string' && field !== '' ? field : undefined;
}

export function numberField(value: unknown, name: string): number | undefined {
  const field = isJson(value) ? value[name] : undefined;
  const number = typeof field === 'string' && field !== '' ? Number(field) : field;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
