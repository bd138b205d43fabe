import { parseJson } from '../../common/json.js';
import type { UpstreamTransport } from '../../clients/transport/upstream-transport.js';
import { failureText } from './failure-text.js';
import { failed, type Finding, ok } from './finding.js';

interface Read {
  transport: UpstreamTransport;
  path: string;
  headers: Readonly<Record<string, string>>;
  /** What to change where the credential is refused. */
  refused: string;
}

/** One harmless GET with the credential that business calls carry. */
export async function checkRead({ transport, path, headers, refused }: Read): Promise<Finding> {
  const baseUrl = `upstreams.${transport.name}.baseUrl`;
  try {
    const { status, data } = await transport.axios.get<string>(path, { headers });
    const found = `GET ${path} answers ${status}`;
    if (status === 401) return failed(found, refused);
    if (status === 403) return failed(found, `${refused}; or have Migo permit this application what it reads there`);
    if (status >= 500 || status === 429) return failed(found, 'Migo is not well now: try again later');
    if (status >= 300) return failed(found, `correct the base path in ${baseUrl}`);
    if (parseJson(data) === undefined) return failed(`${found}, not with JSON`, `correct ${baseUrl}: this is not Migo`);
    return ok(found);
  } catch (error) {
    return failed(failureText(error), `check ${baseUrl}`);
  }
}
