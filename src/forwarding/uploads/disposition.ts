import { fileNamesOf } from './file-names.js';
import { malformed } from './framing.js';

export interface Disposition {
  /** Of the form field. */
  name: string;
  /** Of a file's part only: as most readers take it. */
  fileName?: string;
  /** Every name of the file that some reader takes. */
  fileNames: readonly string[];
}

/** Quotes and backslashes are escaped by some clients (RFC 9110, section 5.6.4), and written as `%22` by others. */
const PARAMETER = / *; *(?<key>name|filename\*?)=(?<value>"(?:[^"\\]|\\["\\])*"|[\w.!#$&'+^~%-]+)/iy;
const FORM_DATA = 'form-data';

/** No dots and brackets, which are structure to some readers. */
const NAME = /^[A-Za-z][\w-]{0,63}$/;

/**
 * Reads a part's `Content-Disposition` (RFC 7578, section 4.2), with the name first, as all clients write it. `filename*` is
 * not allowed there; some clients send it beside `filename`, and mean the same file.
 *
 * @throws Problem `validation_failed` where readers would take it differently
 */
export function readDisposition(value: string): Disposition {
  const parameters = parametersOf(value);
  const name = unquoted(parameters.get('name') ?? '');
  if ([...parameters.keys()][0] !== 'name' || !NAME.test(name)) throw malformed('has a part without a plain name');
  const [plain, extended] = [parameters.get('filename'), parameters.get('filename*')];
  if (plain === undefined && extended !== undefined) throw malformed('has a file without a plain name');
  if (plain === undefined) return { name, fileNames: [] };
  const fileNames = fileNamesOf(unquoted(plain), extended);
  // A reader that knows both parameters without their rank takes the last one.
  const fileName = [...parameters.keys()].at(-1) === 'filename*' ? fileNames.at(-1) : fileNames[0];
  return { name, fileName: fileName ?? '', fileNames };
}

function parametersOf(value: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  let at = FORM_DATA.length;
  if (value.slice(0, at).toLowerCase() !== FORM_DATA) throw malformed('has a part that is no form data');
  while (at < value.length) {
    PARAMETER.lastIndex = at;
    const { key = '', value: own = '' } = PARAMETER.exec(value)?.groups ?? {};
    if (key === '' || parameters.has(key.toLowerCase())) throw malformed('has a part that can be named in two ways');
    parameters.set(key.toLowerCase(), own);
    at = PARAMETER.lastIndex;
  }
  return parameters;
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1) : value;
}
