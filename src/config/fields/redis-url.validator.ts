import { ValidateBy, type ValidationArguments, type ValidationOptions } from 'class-validator';

const DATABASE = /^\/?$|^\/\d{1,5}$/;

/** How a URL of Redis may be mistyped, in the order in which it is looked at. None of the texts quotes it: it holds a password. */
const FAULTS: readonly (readonly [isBroken: (text: string) => boolean, message: string])[] = [
  [(text) => !/^rediss?:\/\//.test(text), 'must begin with redis:// or rediss://'],
  [(text) => text.includes('#'), 'holds a #: in a password it is written %23'],
  [(text) => hostOf(text).includes(','), 'names several hosts: redis.sentinels and redis.cluster take them'],
  [(text) => text.includes('?'), 'takes no options: a ? in a password is written %3F'],
  [(text) => !isDecodable(text), 'has a % that begins no %XX: in a password it is written %25'],
  [(text) => !URL.canParse(text), 'is no URL: in a password / is written %2F, @ %40, : %3A, [ %5B and a space %20'],
  [(text) => new URL(text).hostname === '', 'names no host'],
  [(text) => !DATABASE.test(new URL(text).pathname), 'ends in no number of a database: /0 is the first one'],
];

/** `redis://[user:password@]host[:port][/database]`, or `rediss://` (IANA: provisional URI schemes). */
export function IsRedisUrl(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isRedisUrl',
      validator: {
        validate: (value: unknown) => faultOf(value) === undefined,
        defaultMessage: (validation?: ValidationArguments) => faultOf(validation?.value) ?? '',
      },
    },
    options,
  );
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  return FAULTS.find(([isBroken]) => isBroken(value))?.[1];
}

/** What stands behind the last `@`, up to the path. */
function hostOf(text: string): string {
  const [authority = ''] = text.replace(/^rediss?:\/\//, '').split(/\/(?=\d*$)/);
  return authority.slice(authority.lastIndexOf('@') + 1);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
