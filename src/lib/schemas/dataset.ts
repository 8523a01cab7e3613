import * as v from 'valibot';
import { DATASET_FORMATS, DATASET_KINDS } from '#lib/terms.ts';
import { m } from '#lib/paraglide/messages.js';

/** Which files a person may ask for. */
export const datasetSchema = v.object({
	kind: v.picklist(DATASET_KINDS, () => m.dataset_choose_one()),
	format: v.picklist(DATASET_FORMATS, () => m.dataset_choose_one()),
	language: v.pipe(
		v.string(() => m.dataset_choose_one()),
		v.minLength(1, () => m.dataset_choose_one()),
		v.maxLength(35, () => m.dataset_choose_one())
	)
});
