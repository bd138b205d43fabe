import { Module } from '@nestjs/common';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { AuthController } from './auth.controller.js';
import { OperatorLoginService } from './operator-login.service.js';
import { OperatorPermissions } from './operator-permissions.js';
import { Partners } from './partners.js';
import { Sessions } from './sessions.js';

@Module({
  imports: [CredentialsModule],
  controllers: [AuthController],
  providers: [Partners, Sessions, OperatorLoginService, OperatorPermissions],
  exports: [CredentialsModule, Partners, Sessions, OperatorPermissions],
})
export class AuthModule {}
