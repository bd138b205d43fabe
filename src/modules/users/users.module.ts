import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { userRoutes } from './users.routes.js';

@Module({ imports: [RouteTableModule.for('users', userRoutes)] })
export class UsersModule {}
