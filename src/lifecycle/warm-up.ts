import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { UPSTREAMS } from '../clients/upstreams.js';
import type { PartnerSettings } from '../config/sections/partner.settings.js';
import { Settings } from '../config/settings.js';
import { UPSTREAM_NAMES, type UpstreamName } from '../config/sections/upstream.settings.js';
import { ApplicationTokens } from '../credentials/application-tokens.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';

/** Milliseconds. An upstream that does not answer must not keep a replica out of service: the others would be away with it. */
const LONGEST_MS = 10_000;
/** Logins under way at a time. */
const AT_ONCE = 8;

/** Gets the application tokens before the first calls need them: one attempt each, whatever comes of it. */
@Injectable()
export class WarmUp {
  private readonly logger: ContextLogger;

  constructor(
    private readonly settings: Settings,
    private readonly tokens: ApplicationTokens,
    private readonly modules: ModuleRef,
    loggers: Loggers,
  ) {
    this.logger = loggers.of(WarmUp.name);
  }

  async run(): Promise<void> {
    const ended = new AbortController();
    const patience = sleep(LONGEST_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    await Promise.race([this.logInEverywhere(), patience]);
    ended.abort();
  }

  private async logInEverywhere(): Promise<void> {
    const logins = this.settings.partners.flatMap((partner) =>
      UPSTREAM_NAMES.filter((name) => this.logsIn(partner, name)).map((name) => ({ partner, name })),
    );
    const inTurn = async (): Promise<void> => {
      for (let next = logins.shift(); next !== undefined; next = logins.shift()) await this.logIn(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
  }

  private async logIn({ partner, name }: { partner: PartnerSettings; name: UpstreamName }): Promise<void> {
    const client = this.modules.get(UPSTREAMS[name].client, { strict: false });
    await this.tokens.token(partner, client).catch((error: unknown) => {
      this.logger.warn({ partner: partner.id, upstream: name, err: error }, 'no application token at the start');
    });
  }

  private logsIn(partner: PartnerSettings, name: UpstreamName): boolean {
    const { lacks, ownJwt } = UPSTREAMS[name].doctor;
    if (this.settings.upstreams[name] === undefined || lacks?.(partner, this.settings.upstreams) !== undefined)
      return false;
    return ownJwt === undefined || ownJwt(partner)?.auth === 'login';
  }
}
