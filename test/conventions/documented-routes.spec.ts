import { join } from 'node:path';
import { loadSettings } from '../../src/config/settings.loader.js';
import type { CredentialScheme } from '../../src/clients/upstreams.js';
import { prepareRoute } from '../../src/routes/prepared-route.js';
import type { AnswerMode, Row } from '../../src/routes/route.js';
import {
  type DocumentedCredential,
  type DocumentedRoute,
  DOCUMENTED_ROUTES,
  operationOf,
} from '../support/documented-routes.js';
import { allRows, type NamedRow } from './route-tables.js';
import { ROOT } from './source-files.js';

const settings = loadSettings({ env: {}, directory: join(ROOT, 'config') });

const CREDENTIALS: Readonly<Record<CredentialScheme, DocumentedCredential>> = {
  'wallet-application': 'application',
  'wallet-application-id': 'application + applicationId',
  'wallet-x-application-id': 'application + x-application-id',
  'cms-operator': 'operator',
  'middleware-jwt': 'JWT',
  'middleware-merchant-token': 'token',
  'middleware-merchant-token-raw': 'raw token',
  'middleware-body-keys': 'body keys',
  'payments-jwt': 'JWT',
};

const ANSWERS: Readonly<Record<AnswerMode, string[]>> = {
  json: [],
  envelope: ['normalised'],
  events: ['events'],
  file: ['file'],
  any: ['any'],
  withheld: ['withheld'],
};

/** A row in the words of the route list. */
function asDocumented({ capability, name, row, target }: NamedRow): DocumentedRoute {
  const { upstreamPath, credential } = prepareRoute({ capability, name, row, target }, settings);
  return {
    operation: operationOf(row.method, row.path),
    upstream: target.name,
    upstreamOperation: operationOf(row.upstreamMethod ?? row.method, upstreamPath),
    credential: CREDENTIALS[credential],
    callers: [...row.callers].sort(),
    notes: notesOf(row),
  };
}

function notesOf({ money, stepUp, otp, upload, answer, conceal }: Row): string[] {
  return [
    ...(money === true ? ['money'] : []),
    ...(stepUp === 'required' ? ['step-up'] : []),
    ...(otp === undefined ? [] : ['otp']),
    ...(upload === undefined ? [] : ['multipart']),
    ...(typeof conceal === 'object' ? ['acknowledged'] : ANSWERS[answer ?? 'json']),
  ].sort();
}

const rows = (await allRows()).map(asDocumented);

describe('the route tables and the route list', () => {
  it('have the same operations', () => {
    const declared = rows.map(({ operation }) => operation).sort();
    expect(declared).toEqual(DOCUMENTED_ROUTES.map(({ operation }) => operation).sort());
  });

  it.each(DOCUMENTED_ROUTES.map((route): [string, DocumentedRoute] => [route.operation, route]))(
    'agree on %s',
    (operation, documented) => {
      const row = rows.find((candidate) => candidate.operation === operation);
      expect(row).toEqual({ ...documented, callers: [...documented.callers].sort() });
    },
  );
});
