import { ArrayUnique, IsOptional, Matches } from 'class-validator';
import { SectionList } from '../fields/sections.js';
import { Text } from '../fields/text.js';
import { IsEd25519PrivateKey, IsEd25519PublicKey } from '../fields/key.validator.js';

export class ServiceTokenKeySettings {
  /** The `kid` of tokens and of the published key. */
  @Matches(/^[A-Za-z0-9_-]{1,32}$/)
  id: string;

  @IsOptional()
  @IsEd25519PrivateKey()
  privateKey?: string;

  /** Enough for a key that signs no more and is there until its last tokens are over. */
  @IsOptional()
  @IsEd25519PublicKey()
  publicKey?: string;
}

/** How the tokens of services are signed, and checked on every replica (RFC 9068). */
export class ServiceTokenSettings {
  @Text()
  issuer = 'migo-gateway';

  @Text()
  audience = 'migo-gateway';

  /** The first key signs, all verify. Without any, the replicas share a key that they make and replace themselves. */
  @SectionList(() => ServiceTokenKeySettings)
  @ArrayUnique((key: ServiceTokenKeySettings) => key.id, { message: 'keys must have different ids' })
  keys: ServiceTokenKeySettings[] = [];
}
