import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { Lifecycle } from './lifecycle.js';
import { SettingsReload } from './settings.reload.js';
import { Stop } from './stop.js';
import { UpstreamNames } from './upstream-names.js';
import { WarmUp } from './warm-up.js';

@Module({
  imports: [ClientsModule, CredentialsModule],
  providers: [Lifecycle, SettingsReload, Stop, UpstreamNames, WarmUp],
  exports: [Lifecycle, SettingsReload],
})
export class LifecycleModule {}
