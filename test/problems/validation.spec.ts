import { Type } from 'class-transformer';
import { IsEmail, IsIn, IsInt, Min, ValidateNested, validateSync } from 'class-validator';
import { brokenRules, childPath } from '../../src/common/broken-rules.js';
import { validationProblem } from '../../src/problems/validation.js';

class Item {
  @IsInt()
  @Min(1)
  amount: unknown;
}

class Order {
  @IsEmail()
  email: unknown = 'a@b.test';

  @IsIn(['F', 'M'])
  gender: unknown = 'F';

  @ValidateNested({ each: true })
  @Type(() => Item)
  items: unknown[] = [];

  @ValidateNested()
  @Type(() => Item)
  first: unknown = item(1);
}

function item(amount: unknown): Item {
  return Object.assign(new Item(), { amount });
}

function order(change: object): Order {
  return Object.assign(new Order(), change);
}

describe('broken rules', () => {
  it('are none where all is well', () => {
    expect(brokenRules(validateSync(order({ items: [item(1)] })))).toEqual([]);
  });

  it('are named by path, through objects and lists', () => {
    const errors = validateSync(order({ email: 'x', items: [item(1), item('y')], first: item(0) }));
    const rules = brokenRules(errors).map(({ path, rule }) => `${path} ${rule}`);
    expect(rules.sort()).toEqual(['email isEmail', 'first.amount min', 'items[1].amount isInt', 'items[1].amount min']);
  });

  it('never repeat the value', () => {
    const errors = validateSync(order({ email: 'canary', gender: 'canary', items: [item('canary')] }));
    expect(brokenRules(errors).length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify(brokenRules(errors))).not.toContain('canary');
  });

  it('become one problem with every field', () => {
    const problem = validationProblem(validateSync(order({ email: 'canary', first: item(0) })));
    expect(problem).toMatchObject({ code: 'validation_failed', status: 400 });
    expect(problem.options.errors).toEqual([
      { code: 'isEmail', field: 'email', message: expect.any(String) },
      { code: 'min', field: 'first.amount', message: expect.any(String) },
    ]);
  });
});

describe('a path in a tree', () => {
  it.each([
    ['', 'a', 'a'],
    ['a', 'b', 'a.b'],
    ['a', 0, 'a[0]'],
    ['a', '12', 'a[12]'],
    ['a[0]', 'b', 'a[0].b'],
  ])('%j with %j is %s', (path, key, expected) => {
    expect(childPath(path, key)).toBe(expected);
  });
});
