import { Transform } from 'class-transformer';
import { IsInt, IsNumber, Max, Min } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

interface Bounds {
  min: number;
  max?: number;
}

/** A whole number. */
export function Integer(bounds: Bounds): PropertyDecorator {
  return stacked(ToNumber(), IsInt(), ...within(bounds));
}

/** A number that may have decimals. */
export function Decimal(bounds: Bounds): PropertyDecorator {
  return stacked(ToNumber(), IsNumber(), ...within(bounds));
}

function within({ min, max }: Bounds): PropertyDecorator[] {
  return max === undefined ? [Min(min)] : [Min(min), Max(max)];
}

/** Settings that come from `${NAME}` or the environment are text. Blank text stays text, so that it is refused, not taken for 0. */
function ToNumber(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
  );
}
