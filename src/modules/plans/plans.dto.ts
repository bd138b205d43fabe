import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { PlanDto } from './plan.dto.js';
import { NestedField } from '../nested-fields.js';

@Source('recurring-payments/plans')
export class CreatePlanDto {
  @NestedField(PlanDto, {
    example: { name: 'Plan Oro', amount: 125.5, currency: 'GTQ', type: 'interval', frequency: { frequency: 30 } },
  })
  plan: PlanDto;

  @OpenField({ example: 'migoDeveloper', description: 'Slug of the client' })
  client?: unknown;
}

/** Known by name only (recurring-payments/overview). The fields are assumed after those of the creation. */
export class UpdatePlanDto {
  @OpenField({ example: 'plan_demo_gold', description: 'Assumed' })
  planUid?: unknown;

  @OpenField({ example: { name: 'Plan Oro 2027' }, description: 'What changes; assumed' })
  plan?: unknown;

  @OpenField({ example: 'migoDeveloper', description: 'Slug of the client; assumed' })
  client?: unknown;
}

/** Known without parameters (recurring-payments/overview). These are assumed. */
export class ListPlansQuery {
  @OpenField({ example: 'migoDeveloper', description: 'Slug of the client; assumed' })
  client?: unknown;

  @OpenField({ example: 1, description: 'Assumed' })
  page?: unknown;

  @OpenField({ example: 50, description: 'Assumed' })
  limit?: unknown;
}
