import { Source } from '../../common/decorators/source.js';
import { NestedListField } from '../nested-fields.js';
import { TextField } from '../typed-fields.js';

@Source('cms-api/permissions-roles')
class NewPermission {
  @TextField({ example: 'finance' })
  resource: string;

  @TextField({ example: 'export' })
  action: string;

  @TextField({ optional: true, example: 'Export of the monthly figures' })
  description?: string;
}

/** A permission has an effect only where Migo's own code asks for it. */
@Source('cms-api/permissions-roles')
export class CreatePermissionsDto {
  @NestedListField(NewPermission, { example: [{ resource: 'finance', action: 'export' }] })
  permissions: NewPermission[];
}
