import { Injectable } from '@nestjs/common';
import { CmsClient } from '../../clients/cms/cms.client.js';
import { readOperatorProfile } from '../../clients/cms/operator-profile.js';
import type { OperatorCredentials } from './operator-login.dto.js';
import { type LoggedIn, type LoginRequest, UserLoginService } from './user-login.service.js';

/** Logs a CMS user in. Migo: cms-api/cms-users. */
@Injectable()
export class OperatorLoginService {
  constructor(
    private readonly cms: CmsClient,
    private readonly logins: UserLoginService,
  ) {}

  /** @throws Problem as `UserLoginService.logIn` */
  logIn(request: LoginRequest, credentials: OperatorCredentials): Promise<LoggedIn> {
    return this.logins.logIn({
      request,
      loginName: credentials.email,
      kind: 'operator',
      client: this.cms,
      send: (applicationToken) => this.cms.operatorLogin(credentials, applicationToken),
      ownerOf: (answer) => {
        const user = readOperatorProfile(answer, credentials.email);
        return user && { kind: 'operator', user };
      },
    });
  }
}
