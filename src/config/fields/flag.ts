import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

const FLAGS: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** On or off; as text where it comes from `${NAME}`. */
export function Flag(): PropertyDecorator {
  return stacked(
    Transform(({ value }: { value: unknown }) => FLAGS.get(value) ?? value),
    IsBoolean(),
  );
}
