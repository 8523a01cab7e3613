import * as v from 'valibot';
import { EVIDENCE_KINDS } from '#lib/terms.ts';
import { m } from '#lib/paraglide/messages.js';
import { EXPOSURES } from '#lib/xlsform/definition.ts';

/** http and https only: a link is opened by coordinators, and `javascript:` would run as them. */
function isWebAddress(text: string): boolean {
	try {
		return ['http:', 'https:'].includes(new URL(text).protocol);
	} catch {
		return false;
	}
}

/** A piece of evidence on an answer, without its file. `id` is made by the page. */
export const evidenceSchema = v.object({
	id: v.pipe(v.string(), v.uuid()),
	question: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
	kind: v.picklist(EVIDENCE_KINDS, () => m.respond_evidence_kind_missing()),
	citation: v.pipe(
		v.string(),
		v.trim(),
		v.minLength(1, () => m.respond_evidence_citation_missing()),
		v.maxLength(2000, () => m.respond_evidence_too_long())
	),
	link: v.optional(
		v.pipe(
			v.string(),
			v.trim(),
			v.maxLength(2000, () => m.respond_evidence_too_long()),
			v.check(
				(link) => link === '' || isWebAddress(link),
				() => m.respond_evidence_link_wrong()
			)
		),
		''
	),
	exposure: v.picklist(EXPOSURES, () => m.respond_evidence_exposure_missing())
});

export const removeEvidenceSchema = v.object({ evidence: v.pipe(v.string(), v.uuid()) });
