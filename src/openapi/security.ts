import type { OpenAPIObject } from '@nestjs/swagger';
import { APPLICATION_KEY_HEADER } from '../auth/callers/application-key.js';
import { CALLER_KINDS, type CallerKind } from '../common/caller-kinds.js';
import { CSRF_HEADER } from '../auth/callers/csrf.guard.js';
import { SESSION_COOKIE } from '../auth/sessions/cookie.js';
import { type DocumentedOperation, operationsOf } from './operation.js';

type Requirement = Record<string, string[]>;
type SecuritySchemes = NonNullable<NonNullable<OpenAPIObject['components']>['securitySchemes']>;

/** Says of every operation how its callers prove themselves: any one of the entries is enough. */
export function completeSecurity(document: OpenAPIObject): void {
  const operations = operationsOf(document);
  // An operation that says it itself knows better.
  for (const documented of operations) documented.operation.security ??= requirementsOf(documented);
  const scopes = operations.flatMap(({ operation }) => operation['x-scope'] ?? []);
  const used = new Set(operations.flatMap(({ operation }) => (operation.security ?? []).flatMap(Object.keys)));
  const securitySchemes = Object.fromEntries(Object.entries(schemes(scopes)).filter(([name]) => used.has(name)));
  document.components = { ...document.components, securitySchemes };
}

function requirementsOf({ operation, method }: DocumentedOperation): Requirement[] {
  const { 'x-callers': callers = [], 'x-scope': scope } = operation;
  if (callers === 'anyone') return [];
  const cookie = method === 'get' ? { sessionCookie: [] } : { sessionCookie: [], csrfHeader: [] };
  const session: Requirement[] = [{ sessionToken: [] }, cookie];
  const proofs: Readonly<Record<CallerKind, Requirement[]>> = {
    operator: session,
    cardholder: session,
    service: [{ serviceToken: scope === undefined ? [] : [scope] }],
    public: [{}, { applicationKey: [] }],
  };
  const wanted = CALLER_KINDS.filter((kind) => callers.includes(kind)).map((kind) => proofs[kind]);
  return [...new Set(wanted)].flat();
}

function schemes(scopes: readonly string[]): SecuritySchemes {
  return {
    sessionToken: {
      type: 'http',
      scheme: 'bearer',
      description: '`data.sessionToken` of a login with `transport: "token"`',
    },
    sessionCookie: {
      type: 'apiKey',
      in: 'cookie',
      name: SESSION_COOKIE,
      description: 'Set by a login of a browser; calls that change something need `csrfHeader` beside it',
    },
    csrfHeader: {
      type: 'apiKey',
      in: 'header',
      name: CSRF_HEADER,
      description: 'Always `1`, from an origin of the partner',
    },
    applicationKey: {
      type: 'apiKey',
      in: 'header',
      name: APPLICATION_KEY_HEADER,
      description: 'Of a program without an `Origin`, such as a native app: names its partner, and is no secret',
    },
    serviceClient: { type: 'http', scheme: 'basic', description: 'Client id and secret of a service' },
    serviceToken: {
      type: 'oauth2',
      description: 'For services: client credentials (RFC 6749, section 4.4)',
      flows: {
        clientCredentials: {
          tokenUrl: '/v1/auth/token',
          scopes: Object.fromEntries([...new Set(scopes)].sort().map((scope) => [scope, scopeText(scope)])),
        },
      },
    },
  };
}

/** `cards:read` reads cards. */
function scopeText(scope: string): string {
  const [subject = '', right = ''] = scope.split(':');
  return right === 'read' ? `Reads ${subject}` : `Reads and changes ${subject}`;
}
