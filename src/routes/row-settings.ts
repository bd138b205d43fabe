import type { RowPermissionSettings, StepUp } from '../config/sections/row.settings.js';
import { SettingsError, type WrongSetting } from '../config/settings.error.js';
import type { Settings } from '../config/settings.js';
import { declaredFields } from '../common/declared-fields.js';
import { OtpFields } from './otp-fields.dto.js';
import { noSuchRow } from './no-such-row.js';
import { routeId } from './prepared-route.js';
import type { Capability, Permission, Row, RouteTable } from './route.js';

/** Of a body: what `stepUp.above` compares. */
export const AMOUNT_FIELD = 'amount';

/** A setting of single rows, by their ids. */
interface RowSetting<Value> {
  /** Where in the settings, e.g. `stepUp.rows`. */
  path: string;
  values: ReadonlyMap<string, Value>;
  /** The row with it, or why the row cannot have it. */
  apply: (row: Row, value: Value, target: RouteTable['target']) => Row | string;
}

type RowsSettings = Pick<Settings, 'stepUp' | 'permissions'>;

/**
 * The tables as the settings want them.
 *
 * @throws SettingsError for ids of no row, and for what a row cannot have
 */
export function withRowSettings(
  capabilities: readonly Capability[],
  { stepUp, permissions }: RowsSettings,
): readonly Capability[] {
  const wrong: WrongSetting[] = [];
  const changed = [
    applying({ path: 'stepUp.rows', values: stepUp.rows, apply: withStepUp }, wrong),
    applying({ path: 'stepUp.above', values: stepUp.above, apply: withStepUpAbove }, wrong),
    applying({ path: 'permissions', values: permissions, apply: withPermission }, wrong),
  ].reduce((tables, apply) => apply(tables), capabilities);
  if (wrong.length > 0) throw new SettingsError(wrong);
  return changed;
}

function applying<Value>(
  { path, values, apply }: RowSetting<Value>,
  wrong: WrongSetting[],
): (capabilities: readonly Capability[]) => readonly Capability[] {
  return (capabilities) => {
    const unknown = new Set(values.keys());
    const changed = capabilities.map(({ capability, table: { target, rows } }) => {
      const entries = Object.entries(rows).map(([name, row]): [string, Row] => {
        const id = routeId(capability, name);
        unknown.delete(id);
        const value = values.get(id);
        const result = value === undefined ? row : apply(row, value, target);
        if (typeof result !== 'string') return [name, result];
        wrong.push({ path: `${path}.${id}`, message: result });
        return [name, row];
      });
      return { capability, table: { target, rows: Object.fromEntries(entries) } };
    });
    wrong.push(...[...unknown].map((id) => noSuchRow(path, id)));
    return changed;
  };
}

/** The row with it, or why it cannot have it. */
export function withStepUp(row: Row, stepUp: StepUp): Row | string {
  if (stepUp !== 'inline' || row.otp !== undefined) return { ...row, stepUp };
  if (row.upload !== undefined) return { ...row, stepUp, otp: 'form', upload: { fields: OtpFields, ...row.upload } };
  if ((row.upstreamMethod ?? row.method) === 'GET') return 'is a read, which has no place for a code';
  return { ...row, stepUp, otp: 'body' };
}

function withStepUpAbove(row: Row, stepUpAbove: number): Row | string {
  const { body } = row;
  if (body === undefined || !declaredFields(body).has(AMOUNT_FIELD)) return 'has no amount';
  return { ...row, stepUpAbove };
}

function withPermission(
  row: Row,
  { resource, action, values }: RowPermissionSettings,
  { operatorNeeds }: RouteTable['target'],
): Row | string {
  if (operatorNeeds !== 'permission' || !row.callers.includes('operator')) return 'needs no CMS permission';
  if (values.size === 0) return { ...row, permission: [resource, action] };
  const { permission } = row;
  if (permission === undefined || !('field' in permission)) return 'has one permission for all values';
  const unknown = [...values.keys()].filter((value) => !Object.hasOwn(permission.values, value));
  if (unknown.length > 0) return `knows no value ${unknown.join(', ')} of ${permission.field}`;
  const named = Object.keys(permission.values).map((value): [string, Permission] => {
    const own = values.get(value);
    return [value, own === undefined ? [resource, action] : [own.resource, own.action]];
  });
  return { ...row, permission: { field: permission.field, values: Object.fromEntries(named) } };
}
