import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const title = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1, () => m.questionnaires_title_missing()),
	v.maxLength(200, () => m.questionnaires_title_long())
);
const versionId = v.pipe(
	v.string(),
	v.uuid(() => m.questionnaires_version_missing())
);
/** Which state of a draft the person looked at. */
const revision = v.pipe(v.number(), v.integer(), v.minValue(1));

export const emptyDraftSchema = v.object({ title });
export const versionDraftSchema = v.object({ versionId });

export const publishSchema = v.object({
	revision,
	version: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.questionnaires_version_name_missing()),
		v.maxLength(100, () => m.questionnaires_version_name_long())
	)
});

/** A round's move: the version, and what delegations are told about it. */
export const moveSchema = v.object({
	versionId,
	reason: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.questionnaires_reason_missing()),
		v.maxLength(2000, () => m.questionnaires_reason_long())
	)
});
