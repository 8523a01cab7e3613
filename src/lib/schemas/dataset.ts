import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

/** Which files a person may ask for; the same words stand in the table `datasets`. */
export const datasetSchema = v.object({
	kind: v.picklist(['public', 'study_team', 'working'], () => m.dataset_choose_one()),
	format: v.picklist(['xlsx', 'csv_long', 'csv_wide'], () => m.dataset_choose_one()),
	language: v.pipe(
		v.string(() => m.dataset_choose_one()),
		v.minLength(1, () => m.dataset_choose_one()),
		v.maxLength(35, () => m.dataset_choose_one())
	)
});
