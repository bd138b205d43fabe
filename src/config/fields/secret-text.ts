import { IsString, Matches, MinLength, type ValidationOptions } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

/**
 * A secret without what editors, `echo` and Windows leave around it: a byte order mark before it, line ends behind it. Spaces stay:
 * a password may end in one.
 */
export function secretText(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/[\r\n]+$/, '');
}

/** What is sent as the value of a header: visible characters of ASCII (RFC 9110, section 5.5), and no space of a wrong copy. */
export function IsHeaderText(options?: ValidationOptions): PropertyDecorator {
  return Matches(/^[\x21-\x7e]+$/, {
    message: ({ value }) =>
      value === '' ? '$property is empty' : '$property may hold visible ASCII characters alone: no space, no line end',
    ...options,
  });
}

/** A token or key that is sent in a header: what is shorter is a mistake. */
export function HeaderSecret(): PropertyDecorator {
  return stacked(IsString(), MinLength(16), IsHeaderText());
}

/** One line, as it is sent in a body. */
export function IsOneLine(options?: ValidationOptions): PropertyDecorator {
  return Matches(/^[^\r\n]*$/, { message: '$property must be one line', ...options });
}
