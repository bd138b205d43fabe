import { numberField, payloadOf, textField } from '../../common/json.js';

export interface OperatorProfile {
  /** The `{cmsUserId}` of CMS paths. */
  cmsUserId: string;
  email: string;
  name: string;
}

/** The login's `data` names the user; `id` is a number in Migo's sample. */
export function readOperatorProfile(answer: unknown, email: string): OperatorProfile | undefined {
  const data = payloadOf(answer);
  const cmsUserId = textField(data, 'id') ?? numberField(data, 'id')?.toString() ?? textField(data, 'cmsUserId');
  if (cmsUserId === undefined) return undefined;
  return { cmsUserId, email: textField(data, 'email') ?? email, name: textField(data, 'name') ?? '' };
}
