import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

export const studySchema = v.object({
	name: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.studies_name_missing()),
		v.maxLength(200, () => m.studies_name_long())
	)
});
