/**
 * The baseline questionnaire on migrant workers' rights in ASEAN: area 0 describes country
 * and delegation, areas 1 to 7 are the issue areas civil society agreed on in 2018. The text
 * is data, so that people who do not program can read and correct it; the shape that the
 * casts below promise is asserted by tests/unit/aseanBaseline.test.ts.
 */
import area0 from './asean-baseline/area-0.json' with { type: 'json' };
import area1 from './asean-baseline/area-1.json' with { type: 'json' };
import area2 from './asean-baseline/area-2.json' with { type: 'json' };
import area3 from './asean-baseline/area-3.json' with { type: 'json' };
import area4 from './asean-baseline/area-4.json' with { type: 'json' };
import area5 from './asean-baseline/area-5.json' with { type: 'json' };
import area6 from './asean-baseline/area-6.json' with { type: 'json' };
import area7 from './asean-baseline/area-7.json' with { type: 'json' };
import choices from './asean-baseline/choices.json' with { type: 'json' };
import settings from './asean-baseline/settings.json' with { type: 'json' };
import type { Area, Definition } from '#lib/xlsform/definition.ts';

export const aseanBaseline: Definition = {
	...settings,
	choices,
	// JSON modules widen `type`, `kind` and `exposure` to string.
	areas: [area0, area1, area2, area3, area4, area5, area6, area7] as readonly Area[]
};
