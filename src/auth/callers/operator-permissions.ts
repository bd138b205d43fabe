import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CmsClient, type Permission, type PermissionAnswer } from '../../clients/cms/cms.client.js';
import { UpstreamError } from '../../clients/transport/upstream-error.js';
import { problemOfFailure } from '../../clients/transport/upstream-problem.js';
import { callRenewing } from '../../credentials/call-renewing.js';
import type { Credential } from '../../credentials/credential.js';
import { Credentials } from '../../credentials/credentials.js';
import { Problem } from '../../problems/problem.js';
import type { OperatorCaller } from './caller.js';
import { atMost } from '../../common/growing-cache.js';

/** Migo's permissions may be this old. */
const CACHED_MS = 30_000;

/** What the CMS lets an operator do. Asked with the operator's own token; whatever is not clearly granted is not granted. */
@Injectable()
export class OperatorPermissions {
  private readonly cache = new LRUCache<string, readonly Permission[]>({ ...atMost(10_000), ttl: CACHED_MS });
  /** Look-ups that are under way: a page asks for several rows at once. */
  private readonly running = new Map<string, Promise<readonly Permission[]>>();

  constructor(
    private readonly cms: CmsClient,
    private readonly credentials: Credentials,
  ) {}

  /**
   * All that the operator may do in a CMS partner.
   *
   * @throws Problem `session_expired`, `upstream_error`, and others that tell how Migo failed
   */
  async of(caller: OperatorCaller, cmsPartnerId: string): Promise<readonly Permission[]> {
    const key = `${caller.sessionId} ${cmsPartnerId}`;
    const cached = this.cache.get(key);
    if (cached !== undefined) return cached;
    const running = this.running.get(key);
    if (running !== undefined) return running;
    const lookUp = this.lookUp(caller, cmsPartnerId, key).finally(() => this.running.delete(key));
    this.running.set(key, lookUp);
    return lookUp;
  }

  private async lookUp(caller: OperatorCaller, cmsPartnerId: string, key: string): Promise<readonly Permission[]> {
    const { status, permissions } = await this.ask(caller, cmsPartnerId);
    if (status === 401) throw new Problem('session_expired', { upstream: 'cms' });
    if (permissions === undefined && (status >= 500 || status === 429 || status < 300)) {
      throw new Problem('upstream_error', { upstream: 'cms' });
    }
    // 403 is the CMS's way of saying that the operator is not assigned to this partner.
    this.cache.set(key, permissions ?? []);
    return permissions ?? [];
  }

  private async ask(caller: OperatorCaller, cmsPartnerId: string): Promise<PermissionAnswer> {
    const source = this.credentials.source('cms-operator');
    const call = ({ headers }: Credential): Promise<PermissionAnswer> =>
      this.cms.effectivePermissions({ cmsUserId: caller.user.cmsUserId, cmsPartnerId, headers });
    try {
      const credential = await source.get(caller);
      return await callRenewing({
        source,
        owner: caller,
        place: 'permissions',
        first: { credential, answer: await call(credential) },
        call,
        refusalOf: ({ status, text }) => (status === 401 ? text : undefined),
      });
    } catch (error) {
      throw error instanceof UpstreamError ? problemOfFailure(error, { movesMoney: false }) : error;
    }
  }
}
