import { OpenField } from '../open-field.js';
import { ThirdPartyCardDto } from '../third-party-card.dto.js';

/** `UpdateThirdPartyCardDto`: only the alias can be changed (wallet/third-party-cards). */
export class UpdateLinkedCardDto {
  @OpenField({ example: 'Tarjeta de Ana' })
  alias?: unknown;
}

export class CreateLinkedCardDto extends ThirdPartyCardDto {}
