import type { FastifyRequest } from 'fastify';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { addressKey, nameKey } from '../../limits/limit-keys.js';
import { Problem } from '../../problems/problem.js';
import { type CardholderUser, type OperatorUser, type SessionTransport, userIdOf } from '../sessions/session-record.js';

interface CallerWithSession {
  partner: PartnerSettings;
  sessionId: string;
  /** How the handle was presented: a cookie travels by itself, so it needs the CSRF checks. */
  presentedAs: SessionTransport;
  /** The session's end, milliseconds since the epoch. */
  endsAt: number;
  /** Where the session lies in the store. */
  recordId: string;
  stepUpUntil?: number;
  previousRecordId?: string;
  retired?: true;
}

/** A CMS user with a session of this gateway. */
export interface OperatorCaller extends CallerWithSession {
  kind: 'operator';
  user: OperatorUser;
}

/** A wallet user with a session of this gateway. */
interface CardholderCaller extends CallerWithSession {
  kind: 'cardholder';
  user: CardholderUser;
}

/** A program with an access token of this gateway. */
export interface ServiceCaller {
  kind: 'service';
  partner: PartnerSettings;
  clientId: string;
  scopes: readonly string[];
}

/** Nobody in particular, on a page or in an application of the partner. */
export interface PublicCaller {
  kind: 'public';
  partner: PartnerSettings;
  /** The key of the application that presented one. */
  applicationKey?: string;
}

export type SessionCaller = OperatorCaller | CardholderCaller;
export type Caller = SessionCaller | ServiceCaller | PublicCaller;

export function hasSession(caller: Caller): caller is SessionCaller {
  return caller.kind === 'operator' || caller.kind === 'cardholder';
}

/** Whom the limits count: the user and not his session, since another login must not be a way to more attempts. */
export function callerKey(caller: Exclude<Caller, PublicCaller>): string;
export function callerKey(caller: Caller, address: string): string;
export function callerKey(caller: Caller, address = ''): string {
  return `${caller.partner.id}:${caller.kind}:${nameInKey(caller, address)}`;
}

function nameInKey(caller: Caller, address: string): string {
  switch (caller.kind) {
    case 'operator':
    case 'cardholder':
      // Where Migo tells no id, it is the name of a person.
      return nameKey(userIdOf(caller));
    case 'service':
      return caller.clientId;
    case 'public':
      return addressKey(address);
  }
}

/** @throws Problem `authentication_required` where the caller has no session */
export function sessionCallerOf({ caller }: FastifyRequest): SessionCaller {
  if (caller === undefined || !hasSession(caller)) throw new Problem('authentication_required');
  return caller;
}

/** @throws Problem `authentication_required` where the caller can have no one-time code */
export function otpCallerOf({ caller }: FastifyRequest): SessionCaller | ServiceCaller {
  if (caller === undefined || caller.kind === 'public') throw new Problem('authentication_required');
  return caller;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}
