import type { Settings } from '../../config/settings.js';
import type { ViewSectionSettings } from '../../config/sections/views/view-section.settings.js';
import type { Section, View, Views } from '../language/view.js';

/** The views that stand in the settings. */
export function ownViews({ views }: Pick<Settings, 'views'>): Views {
  return Object.fromEntries(
    [...views].map(([name, { summary = `The view ${name}`, sections, ...view }]): [string, View] => [
      name,
      {
        ...view,
        summary,
        sections: Object.fromEntries([...sections].map(([id, section]) => [id, toSection(section)])),
      },
    ]),
  );
}

function toSection({ params, query, ...section }: ViewSectionSettings): Section {
  return { ...section, params: Object.fromEntries(params), query: Object.fromEntries(query) };
}
