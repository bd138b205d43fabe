import { Global, Module } from '@nestjs/common';
import { BodyBudget } from './body/body-budget.js';
import { ProblemFilter } from './problem.filter.js';

const PROVIDERS = [BodyBudget, ProblemFilter];

@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class EdgeModule {}
