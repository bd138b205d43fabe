/** JSON object whose members are not known yet: an answer of an upstream, a body of a client. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The `data` of Migo's envelope, or the answer itself where there is no envelope (docs/adr/0001). */
export function payloadOf(answer: unknown): unknown {
  return isRecord(answer) && answer['data'] !== undefined && answer['data'] !== null ? answer['data'] : answer;
}

export function textField(value: unknown, name: string): string | undefined {
  const field = isRecord(value) ? value[name] : undefined;
  return typeof field === 'string' && field !== '' ? field : undefined;
}

export function numberField(value: unknown, name: string): number | undefined {
  const field = isRecord(value) ? value[name] : undefined;
  const number = typeof field === 'string' && field !== '' ? Number(field) : field;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
