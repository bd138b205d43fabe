import { Injectable } from '@nestjs/common';
import { CmsClient } from '../clients/cms/cms.client.js';
import { Settings } from '../config/settings.js';
import { TokenVault } from './token-vault.js';
import { UserTokens } from './user-tokens.js';

/** The CMS tokens of operators. */
@Injectable()
export class OperatorTokens extends UserTokens {
  constructor(vault: TokenVault, cms: CmsClient, settings: Settings) {
    super(vault, settings, {
      kind: 'operator',
      upstream: 'cms',
      refresh: (refreshToken) => cms.operatorRefresh(refreshToken),
    });
  }
}
