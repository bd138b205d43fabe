import { Transform } from 'class-transformer';

/** Settings that come from `${NAME}` or the environment are text. Blank text stays text, so that it is refused, not taken for 0. */
export function ToNumber(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
  );
}
