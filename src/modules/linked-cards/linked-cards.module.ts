import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { linkedCardRoutes } from './linked-cards.routes.js';

@Module({ imports: [RouteTableModule.for('linked-cards', linkedCardRoutes)] })
export class LinkedCardsModule {}
