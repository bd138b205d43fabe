import type { LoginKind } from '../../common/caller-kinds.js';
import type { ViewInputSettings } from '../../config/sections/views/view-input.settings.js';
import type {
  ViewEachSettings,
  ViewKeepSettings,
  ViewSectionSettings,
} from '../../config/sections/views/view-section.settings.js';
import type { ViewSettings } from '../../config/sections/views/view.settings.js';

// The language of a view is that of the settings (src/config/sections/views/), where each word is explained.

export type Input = Readonly<ViewInputSettings>;
export type Each = Readonly<ViewEachSettings>;
type Keep = Readonly<Pick<ViewKeepSettings, 'at'>> & { readonly values: readonly string[] };

/** One read of a view. */
export type Section = Readonly<Omit<ViewSectionSettings, 'params' | 'query' | 'keep'>> & {
  readonly params?: Readonly<Record<string, Input>>;
  readonly query?: Readonly<Record<string, Input>>;
  readonly keep?: Keep;
};

/** One answer from several rows. */
export type View = Readonly<Pick<ViewSettings, 'path' | 'deadlineMs'>> & {
  readonly callers: readonly [LoginKind, ...LoginKind[]];
  readonly summary: string;
  /** In the order of the answer; a section reads from those before it. */
  readonly sections: Readonly<Record<string, Section>>;
};

/** By name: `views.<name>` is the id of each. */
export type Views = Readonly<Record<string, View>>;

/** Items of a list that are looked at. */
export const MAX_ITEMS = 20;
/** Calls of a section that are under way together. */
export const AT_ONCE = 8;
export const VIEW_DEADLINE_MS = 5000;
