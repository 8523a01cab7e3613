import { loadFields } from '#lib/components/questionnaire/fields.ts';
import type { PageLoad } from './$types';

/** Brings the answer fields this area shows along, before anything is drawn. */
export const load: PageLoad = async ({ data }) => ({
	...data,
	fields: await loadFields(data.view.kinds)
});
