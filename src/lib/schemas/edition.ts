import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const id = v.pipe(v.string(), v.uuid());
const text = (most: number) => v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(most));
const reason = v.pipe(
	text(2000),
	v.minLength(1, () => m.problem_reason_required())
);

/** `id` is made by the page, so that the same form sent twice proposes once. */
export const proposeSchema = v.object({ id, note: text(5000) });
/** Buttons alone. */
export const decideSchema = v.object({});
export const refuseSchema = v.object({ reason });
export const removeSchema = v.object({
	label: v.pipe(
		text(60),
		v.minLength(1, () => m.editions_label_missing())
	),
	reason
});

export const FILE_FORMATS = ['html', 'site', 'docx', 'pdf', 'one_pagers', 'figures'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export const filesSchema = v.object({
	formats: v.pipe(
		v.array(v.picklist(FILE_FORMATS)),
		v.minLength(1, () => m.editions_formats_missing())
	)
});

/** A format as an address names it; null for anything else. */
export function fileFormat(named: string): FileFormat | 'dataset' | null {
	return [...FILE_FORMATS, 'dataset' as const].find((each) => each === named) ?? null;
}
