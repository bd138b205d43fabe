import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { userRoutes } from './users.routes.js';

@Module({ imports: [RouteTableModule.for('users', userRoutes)] })
export class UsersModule {}
