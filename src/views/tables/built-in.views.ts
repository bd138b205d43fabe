import type { Views } from '../language/view.js';
import { cardView } from './card.view.js';
import { cardholderView } from './cardholder.view.js';
import { homeView } from './home.view.js';
import { partnerView } from './partner.view.js';
import { subscriptionView } from './subscription.view.js';
import { terminalView } from './terminal.view.js';

/** Every view that this gateway brings; partners' own stand in the settings. */
export const BUILT_IN_VIEWS = {
  cardholder: cardholderView,
  card: cardView,
  subscription: subscriptionView,
  partner: partnerView,
  terminal: terminalView,
  home: homeView,
} as const satisfies Views;
