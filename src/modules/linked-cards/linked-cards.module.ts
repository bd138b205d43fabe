import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { linkedCardRoutes } from './linked-cards.routes.js';

@Module({ imports: [RouteTableModule.for('linked-cards', linkedCardRoutes)] })
export class LinkedCardsModule {}
