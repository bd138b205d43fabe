import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { userPermissionRoutes } from './user-permissions.routes.js';

@Module({ imports: [RouteTableModule.for('user-permissions', userPermissionRoutes)] })
export class UserPermissionsModule {}
