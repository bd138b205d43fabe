import type { PartnerSettings } from '../config/sections/partner.settings.js';
import type { TokenOrigin } from '../config/sections/partners/partner-credential.settings.js';
import type { Settings } from '../config/settings.js';
import type { UpstreamName, UpstreamsSettings } from '../config/sections/upstream.settings.js';
import type { ApplicationTokenClient } from './migo/application-token.client.js';
import type { MigoCodes } from './migo/migo-codes.js';
import type { UpstreamTransports } from './transport/upstream-transports.js';

/** What the doctor tries with a partner's credentials. */
interface DoctorCheck {
  /** Path of a GET that changes nothing. */
  harmlessRead: (upstreams: UpstreamsSettings) => string;
  /** The reader there: the application, or only an operator, who is a CMS user. */
  readsAs: 'application' | 'operator';
  /** The setting that a partner lacks who does not call this upstream. */
  lacks?: (partner: PartnerSettings, upstreams: UpstreamsSettings) => string | undefined;
  /** Of an upstream whose JWT a partner may have in its settings; the others all know the login. */
  ownJwt?: (partner: PartnerSettings) => { auth: TokenOrigin; jwt?: string } | undefined;
  /** Credentials by setting that nothing harmless could try. */
  untried?: (partner: PartnerSettings) => Readonly<Record<string, string | undefined>>;
}

/** Everything that sets one upstream apart, in one place: `<folder>/<folder>.upstream.ts`. */
export interface UpstreamDefinition<Scheme extends string = string> {
  name: UpstreamName;
  title: string;
  /** Upstreams that have the same one show each other's writes at once. */
  database: string;
  /** The service's own prefix, which public paths leave out. */
  prefix: string;
  /** First segments that public paths spell otherwise, where two upstreams have the same. */
  renamed: Readonly<Record<string, string>>;
  /** Migo's public hosts. Migo: introduction/environments, api-reference-index. */
  hosts: readonly string[];
  /** The ways to be authenticated there. */
  schemes: readonly Scheme[];
  /** Of rows that name no other. */
  credential: Scheme;
  /** With which of them calls without a login may be made. */
  publicSchemes: readonly Scheme[];
  /** Migo checks operators itself, or the gateway does: by the scopes of the partner, or by the row's CMS permission. */
  operatorNeeds: 'nothing' | 'scope' | 'permission';
  /** Whether cardholders log in there, and so have a token of their own. */
  hasCardholders: boolean;
  codes: MigoCodes;
  /** Whether a 500 with a known code says that nothing was done. */
  refusesWith500: boolean;
  /** Makes the gateway's own calls. */
  client: new (transports: UpstreamTransports, settings: Settings) => ApplicationTokenClient;
  /** Paths of GETs that tell whether it is well, without any credential. */
  healthReads: (upstreams: UpstreamsSettings) => string[];
  doctor: DoctorCheck;
}
