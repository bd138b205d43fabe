import { Module } from '@nestjs/common';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { AuthController } from './auth.controller.js';
import { CardholderLoginService } from './logins/cardholder-login.service.js';
import { LoginController } from './logins/login.controller.js';
import { KnownDevices } from './logins/known-devices.js';
import { OperatorLoginService } from './logins/operator-login.service.js';
import { OperatorPermissions } from './callers/operator-permissions.js';
import { UnknownHandles } from './callers/unknown-handles.js';
import { Partners } from './callers/partners.js';
import { DiscoveryController } from './service-tokens/discovery.controller.js';
import { KnownScopes } from './service-tokens/known-scopes.js';
import { SharedSigningKeys } from './service-tokens/shared-keys.js';
import { ServiceClients } from './service-tokens/service-clients.js';
import { ServiceTokenKeys } from './service-tokens/signing-keys.js';
import { ServiceTokens } from './service-tokens/service-tokens.js';
import { SessionCallers } from './callers/session-callers.js';
import { AdminSessions } from './sessions/admin-sessions.js';
import { SessionDirectory } from './sessions/directory.js';
import { SessionIndex } from './sessions/session-index.js';
import { SessionStreams } from './sessions/session-streams.js';
import { SessionHandover } from './sessions/session-handover.js';
import { SessionViews } from './sessions/session-views.js';
import { Sessions } from './sessions/sessions.js';
import { SessionsController } from './sessions/own-sessions.controller.js';
import { StepUpService } from './step-up/step-up.service.js';
import { TokenController } from './service-tokens/token.controller.js';
import { UserLoginService } from './logins/user-login.service.js';

@Module({
  imports: [CredentialsModule],
  controllers: [LoginController, AuthController, SessionsController, TokenController, DiscoveryController],
  providers: [
    Partners,
    Sessions,
    SessionIndex,
    SessionViews,
    SessionDirectory,
    SessionStreams,
    SessionCallers,
    UnknownHandles,
    SessionHandover,
    AdminSessions,
    UserLoginService,
    KnownDevices,
    OperatorLoginService,
    CardholderLoginService,
    OperatorPermissions,
    ServiceClients,
    KnownScopes,
    SharedSigningKeys,
    ServiceTokenKeys,
    ServiceTokens,
    StepUpService,
  ],
  exports: [
    CredentialsModule,
    Partners,
    Sessions,
    SessionDirectory,
    SessionStreams,
    SessionViews,
    SessionCallers,
    OperatorPermissions,
    ServiceTokens,
    KnownScopes,
  ],
})
export class AuthModule {}
