import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import ts from 'typescript';
import { OpenBodyDto } from '../../src/routes/open-body.dto.js';
import { declaredFields } from '../../src/common/declared-fields.js';
import { allRows } from './route-tables.js';
import { ROOT, sourceFiles } from './source-files.js';

/** Where @nestjs/swagger keeps the names that it documents, each with a colon in front. */
const DOCUMENTED = 'swagger/apiModelPropertiesArray';

function documentedFields({ prototype }: { prototype: object }): string[] {
  const names = Reflect.getMetadata(DOCUMENTED, prototype) as string[] | undefined;
  return (names ?? []).map((name) => name.replace(/^:/, '')).sort();
}

const rows = await allRows();
const dtos = rows.flatMap(({ name, row }): [string, Type][] => [
  ...(row.body === undefined || row.body === OpenBodyDto ? [] : [[`${name} body`, row.body] satisfies [string, Type]]),
  ...(row.query === undefined ? [] : [[`${name} query`, row.query] satisfies [string, Type]]),
  ...(row.upload?.fields === undefined ? [] : [[`${name} fields`, row.upload.fields] satisfies [string, Type]]),
]);

describe('what a row takes', () => {
  it.each(dtos)('%s is documented and checked field by field', (_name, dto) => {
    const checked = [...declaredFields(dto)].sort();
    expect(checked).not.toEqual([]);
    expect(documentedFields(dto)).toEqual(checked);
  });
});

/** Without any decorator a property leaves no trace at run time, so the source is read. */
function undecorated(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.ES2023, true);
  const wrong: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyDeclaration(node)) {
      const decorators = ts.getDecorators(node)?.map(({ expression }) => expression.getText(source)) ?? [];
      const described = decorators.filter((text) => text.startsWith('Api'));
      // Both at once.
      if (decorators.some((text) => /^[A-Z]\w*Field\(/.test(text))) return;
      if (described.length === 0 || described.length === decorators.length) wrong.push(node.name.getText(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return wrong;
}

describe('every DTO file', () => {
  const files = [...sourceFiles('src/modules', '.dto.ts'), ...sourceFiles('src/auth', '.dto.ts')];

  it.each(files.map(({ path }) => path))('%s has no property without documentation or without a rule', (path) => {
    expect(undecorated(path)).toEqual([]);
  });
});
