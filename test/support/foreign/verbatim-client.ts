import { request } from 'node:http';
import { connect } from 'node:net';

export interface VerbatimCall {
  method?: string;
  path: string;
  headers?: Readonly<Record<string, string | string[]>>;
  body?: string | Buffer;
}

export interface VerbatimReply {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

/** Sends path and headers as they are written: `fetch` would resolve `..` and refuse headers such as `Host` and `Cookie`. */
export function sendVerbatim(baseUrl: string, call: VerbatimCall): Promise<VerbatimReply> {
  const { hostname, port } = new URL(baseUrl);
  const { method = 'GET', path, headers = {}, body } = call;
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: { ...headers }, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes that no HTTP client would, and gives everything that comes back until the connection closes. */
export function sendBytes(baseUrl: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('end', () => {
      socket.end();
      resolve(Buffer.concat(parts).toString('utf8'));
    });
  });
}

/** Calls of one session: a GET, or a POST where there is a body. */
export function verbatimSession(
  baseUrl: string,
  handle: string,
): (path: string, headers?: VerbatimCall['headers'], body?: string) => Promise<VerbatimReply> {
  return (path, headers = {}, body) =>
    sendVerbatim(baseUrl, {
      method: body === undefined ? 'GET' : 'POST',
      path,
      headers: {
        authorization: `Bearer ${handle}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
}
