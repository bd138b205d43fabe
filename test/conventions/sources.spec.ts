import type { Type } from '@nestjs/common';
import { CardholderLoginDto } from '../../src/auth/logins/cardholder-login.dto.js';
import { OperatorLoginDto } from '../../src/auth/logins/operator-login.dto.js';
import { VerifyOtpDto } from '../../src/auth/step-up/otp.dto.js';
import { Source, SOURCES } from '../../src/common/decorators/source.js';
import { numericParametersOf } from '../../src/routes/numeric-parameters.js';
import type { UploadFile } from '../../src/routes/upload.js';
import { DOCUMENTED_NUMBERS, DOCUMENTED_RULES, PAGES } from '../support/documented-rules.js';
import { type Ruled, ruledFields, sentenceOf } from '../support/ruled-fields.js';
import { IsString } from 'class-validator';
import { OpenField } from '../../src/modules/open-field.js';
import { allRows } from './route-tables.js';

const MEBIBYTE = 1_048_576;
const PROCESSORS = ['fri', 'bamPaymentButton', 'zigi'];
const rows = await allRows();

const ruled = rows.flatMap(({ name, row: { body, query, upload } }) => [
  ...(query === undefined ? [] : ruledFields(`${name} query`, query)),
  ...(upload?.fields === undefined ? [] : ruledFields(`${name} form`, upload.fields)),
  ...(body === undefined
    ? []
    : name === 'processAlternativePayment'
      ? PROCESSORS.flatMap((processor) =>
          ruledFields(`${name} body`, body, { processor }).map((entry) =>
            entry.path.startsWith('data.') ? { ...entry, part: `${entry.part} [${processor}]` } : entry,
          ),
        )
      : ruledFields(`${name} body`, body)),
]);

const files = rows.flatMap(({ name, row: { upload } }) =>
  Object.entries(upload?.files ?? {}).map(([field, file]): [string, UploadFile] => [`${name} file | ${field}`, file]),
);

function sourcesOf(dto: Type, field: string): readonly string[] {
  const own = Reflect.getMetadata(SOURCES, dto.prototype as object, field) as readonly string[] | undefined;
  return own ?? (Reflect.getMetadata(SOURCES, dto) as readonly string[] | undefined) ?? [];
}

function isKnown(source: string): boolean {
  return PAGES.has(source) || /^RFC \d{4}$/.test(source);
}

/** Rules without a source, or with one that is no page and no RFC. */
function unfounded(entries: readonly Pick<Ruled, 'part' | 'dto' | 'field' | 'path'>[]): string[] {
  return entries.flatMap(({ part, dto, field, path }) => {
    const sources = sourcesOf(dto, field);
    if (sources.length === 0) return [`${part} ${path} has no source`];
    return sources.filter((source) => !isKnown(source)).map((source) => `${part} ${path} has the source ${source}`);
  });
}

describe('the rules of requests', () => {
  it('have a source each: a page that the facts name, or an RFC', () => {
    expect(ruled.length).toBeGreaterThan(90);
    expect(unfounded(ruled)).toEqual([]);
  });

  it('are those that the pages have: none more, none less', () => {
    const rules = ruled.map(({ part, path, rules: own }) => `${part} | ${path} | ${sentenceOf(own)}`);
    const either = rows.flatMap(({ name, row }) =>
      (row.upload?.either ?? []).map((field) => `${name} form | ${field} | in the form or the query`),
    );
    const ofFiles = files.map(([place, file]) => `${place} | ${kindOf(file)}`);
    expect([...new Set([...rules, ...either, ...ofFiles])].sort()).toEqual([...DOCUMENTED_RULES].sort());
  });

  it('ask of a path for the numbers that the pages call so, and for no others', () => {
    const asked = rows.flatMap(({ row }) =>
      numericParametersOf(row).map((name) => `${row.path.split(`:${name}`)[0] ?? ''}{${name}}`),
    );
    expect([...new Set(asked)].sort()).toEqual([...DOCUMENTED_NUMBERS].sort());
  });

  it.each(files)('of %s have a source', (_place, { source }) => {
    expect(isKnown(source)).toBe(true);
  });

  it.each(rows.map(({ name, row }) => [name, row.docs]))('stand beside the row %s, whose page is %s', (_name, page) => {
    expect(PAGES.has(page)).toBe(true);
  });
});

describe('the rules of logins', () => {
  it.each([CardholderLoginDto, OperatorLoginDto, VerifyOtpDto].map((dto) => [dto.name, dto] as const))(
    '%s has a source, or is a rule of the gateway’s own',
    (name, dto) => {
      const foreign = unfounded(ruledFields(name, dto)).filter((line) => !line.endsWith('the source gateway'));
      expect(foreign).toEqual([]);
    },
  );
});

describe('a rule', () => {
  class WithoutSource {
    @IsString()
    name: string;

    @OpenField({ example: 1 })
    open?: unknown;
  }

  @Source('wallet/no-such-page')
  class WithAnother {
    @IsString()
    name: string;

    @Source('RFC 5321')
    @IsString()
    email: string;
  }

  it('without a source is noticed, and an open field needs none', () => {
    expect(unfounded(ruledFields('x', WithoutSource))).toEqual(['x name has no source']);
  });

  it('with a source that the facts do not name is noticed', () => {
    expect(unfounded(ruledFields('x', WithAnother))).toEqual(['x name has the source wallet/no-such-page']);
  });
});

function kindOf({ types, maxBytes }: UploadFile): string {
  if (types === undefined || maxBytes === undefined) return 'any';
  const endings = Object.keys(types).map((ending) => `.${ending}`);
  return `${endings.join(' ')}, at most ${maxBytes / MEBIBYTE} MiB`;
}
