import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { chargeRoutes } from './charges.routes.js';

@Module({ imports: [RouteTableModule.for('charges', chargeRoutes)] })
export class ChargesModule {}
