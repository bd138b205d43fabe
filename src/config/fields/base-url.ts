import { isURL, Matches, ValidateBy } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

const RULES = { require_tld: false, protocols: ['http', 'https'], require_protocol: true, disallow_auth: true };

/** A URL to which paths are added. It is logged or published, so that it must hold no secret. */
export function BaseUrl(): PropertyDecorator {
  return stacked(
    ValidateBy({
      name: 'isBaseUrl',
      validator: {
        // What the rules let pass need not be a URL by the standard: a zone in an address of IPv6.
        validate: (value: unknown) => typeof value === 'string' && isURL(value, RULES) && URL.canParse(value),
        defaultMessage: () => '$property must be an http or https URL without credentials',
      },
    }),
    Matches(/^[^?#]*$/, { message: '$property must have no query and no fragment' }),
  );
}
