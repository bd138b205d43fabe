import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { chargeRoutes } from './charges.routes.js';

@Module({ imports: [RouteTableModule.for('charges', chargeRoutes)] })
export class ChargesModule {}
