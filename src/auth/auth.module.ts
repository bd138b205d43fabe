import { Module } from '@nestjs/common';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { AuthController } from './auth.controller.js';
import { CardholderLoginService } from './cardholder-login.service.js';
import { OperatorLoginService } from './operator-login.service.js';
import { OperatorPermissions } from './operator-permissions.js';
import { Partners } from './partners.js';
import { ServiceClients } from './service-clients.js';
import { ServiceTokenKeys } from './service-token.keys.js';
import { ServiceTokens } from './service-tokens.js';
import { SessionCallers } from './session.callers.js';
import { AdminSessions } from './session.admin.js';
import { SessionDirectory } from './session.directory.js';
import { SessionIndex } from './session.index.js';
import { Sessions } from './sessions.js';
import { SessionsController } from './sessions.controller.js';
import { StepUpService } from './step-up.service.js';
import { TokenController } from './token.controller.js';
import { UserLoginService } from './user-login.service.js';

@Module({
  imports: [CredentialsModule],
  controllers: [AuthController, SessionsController, TokenController],
  providers: [
    Partners,
    Sessions,
    SessionIndex,
    SessionDirectory,
    SessionCallers,
    AdminSessions,
    UserLoginService,
    OperatorLoginService,
    CardholderLoginService,
    OperatorPermissions,
    ServiceClients,
    ServiceTokenKeys,
    ServiceTokens,
    StepUpService,
  ],
  exports: [CredentialsModule, Partners, Sessions, SessionCallers, OperatorPermissions, ServiceTokens],
})
export class AuthModule {}
