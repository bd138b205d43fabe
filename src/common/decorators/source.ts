import 'reflect-metadata';

/** Where `Source` leaves what it was given: on the class, or on the property. */
export const SOURCES = 'migo:sources';

/**
 * Where the rules of a DTO, or those of one property, come from: a page below https://api-docs.migopayments.com/en/, an RFC,
 * or `gateway` for a field of the gateway's own. A rule that has none would refuse calls that Migo takes.
 */
export function Source(...sources: readonly [string, ...string[]]): ClassDecorator & PropertyDecorator {
  return (target: object, property?: string | symbol): void => {
    if (property === undefined) Reflect.defineMetadata(SOURCES, sources, target);
    else Reflect.defineMetadata(SOURCES, sources, target, property);
  };
}
