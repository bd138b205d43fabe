import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { loadAll, YAMLException } from 'js-yaml';
import { brokenRules } from '../common/broken-rules.js';
import { mayBeAbsent } from './fields/optional.js';
import { secretText } from './fields/secret-text.js';
import { interpolate } from './yaml/interpolate.js';
import { checkRules } from './rules/settings.rules.js';
import { PROFILES, Settings } from './settings.js';
import { SettingsError, type WrongSetting } from './settings.error.js';
import { isTree, mergeTrees, setAt, type Tree } from './yaml/tree.js';
import { treeFaults } from './yaml/tree-faults.js';

/** Environment variables that stand above every file. */
const VARIABLES: Readonly<Record<string, string>> = {
  HOST: 'server.host',
  PORT: 'server.port',
  ADMIN_HOST: 'admin.host',
  ADMIN_PORT: 'admin.port',
  REDIS_URL: 'redis.url',
  LOG_LEVEL: 'logLevel',
};

export interface SettingsSources {
  env: NodeJS.ProcessEnv;
  /** Folder with `default.yaml` and one file per profile. */
  directory: string;
  /** Told of every file that is read. */
  onFile?: (path: string) => void;
}

/**
 * `config/default.yaml` < `config/<GATEWAY_PROFILE>.yaml` < the file of `GATEWAY_CONFIG` < environment variables.
 *
 * @throws SettingsError naming every wrong setting by its path, and no value
 */
export function loadSettings({ env, directory, onFile = () => undefined }: SettingsSources): Settings {
  const profile = textOf(env, 'GATEWAY_PROFILE') ?? 'simulator';
  if (!(PROFILES as readonly string[]).includes(profile)) {
    throw new SettingsError([{ path: 'GATEWAY_PROFILE', message: `must be one of ${PROFILES.join(', ')}` }]);
  }
  const extra = textOf(env, 'GATEWAY_CONFIG');
  const files = [resolve(directory, 'default.yaml'), resolve(directory, `${profile}.yaml`)];
  if (extra !== undefined) files.push(resolve(extra));

  files.forEach(onFile);
  const lowest = { contracts: { directory: resolve(directory, 'contracts') } };
  const merged = files.map(readTree).reduce<Tree>((lower, upper) => mergeTrees({ lower, upper, isTakenAway }), lowest);
  const wrong: WrongSetting[] = [];
  if ('profile' in merged) wrong.push({ path: 'profile', message: 'is no setting of a file: set GATEWAY_PROFILE' });
  const tree = interpolate({ ...applyVariables(merged, env), profile }, { env, wrong, onFile });
  const settings = plainToInstance(Settings, tree);
  const errors = validateSync(settings, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  // A reference that cannot be resolved also fails its type; naming it twice would hide the cause.
  const unresolved = new Set(wrong.flatMap(({ path }) => [path, path.replace(/\[\d+\]$/, '')]));
  wrong.push(
    ...brokenRules(errors)
      .filter(({ path }) => !unresolved.has(path))
      .map(({ path, rule, message }) => ({
        path,
        message: rule === 'whitelistValidation' ? 'is not a setting' : message,
      })),
  );
  wrong.push(...checkRules(settings, wrong));
  if (profile === 'production' && env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    wrong.push({ path: 'NODE_TLS_REJECT_UNAUTHORIZED', message: 'production checks the certificates of upstreams' });
  if (wrong.length > 0) throw new SettingsError(wrong);
  return settings;
}

/** What may be absent is: `redis:` in a higher file means none. */
function isTakenAway(path: readonly string[]): boolean {
  return mayBeAbsent(Settings, path);
}

function readTree(file: string): Tree {
  if (!existsSync(file)) throw new SettingsError([{ path: file, message: 'file does not exist' }]);
  const [first, ...more] = documentsOf(file);
  // A file of comments holds no document, which is as good as an empty map.
  const tree = first ?? {};
  if (!isTree(tree) || more.length > 0) throw new SettingsError([{ path: file, message: 'is not a YAML map' }]);
  const wrong = treeFaults(tree);
  if (wrong.length > 0) throw new SettingsError(wrong);
  return tree;
}

function documentsOf(file: string): unknown[] {
  try {
    return loadAll(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SettingsError([{ path: file, message: yamlFault(error) }]);
  }
}

/** Where it is, in lines and columns from 1. What js-yaml quotes stays out: it may be a secret. */
function yamlFault(error: unknown): string {
  if (!(error instanceof YAMLException) || error.mark === undefined) return 'cannot be read';
  const { reason, mark } = error;
  return `is not YAML: line ${mark.line + 1}, column ${mark.column + 1}: ${reason.replace(/"[^"]*"|<[^>]*>/g, '...')}`;
}

function applyVariables(tree: Tree, env: NodeJS.ProcessEnv): Tree {
  return Object.entries(VARIABLES).reduce((result, [name, path]) => {
    const value = textOf(env, name);
    return value === undefined ? result : setAt(result, path, value);
  }, tree);
}

/** An empty variable counts as one that is not set. */
function textOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = secretText(env[name] ?? '');
  return text === '' ? undefined : text;
}
