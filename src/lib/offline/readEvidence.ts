import { EVIDENCE_KINDS } from '#lib/terms.ts';
import { EXPOSURES } from '#lib/xlsform/definition.ts';
import type { EvidenceItem } from './outbox.ts';

/** The largest file the server takes, in bytes. */
export const MOST_FILE_BYTES = 10 * 1024 * 1024;

/** Where a source belongs, and the id it is sent under. */
export type EvidenceFor = Pick<EvidenceItem, 'id' | 'home' | 'area' | 'question' | 'label'>;

/**
 * What the form for a source says, ready to be kept and sent, and the bytes of its file.
 * null where the file is too large to be sent at all.
 */
export async function readEvidence(
	fields: FormData,
	about: EvidenceFor
): Promise<{ item: EvidenceItem; bytes: ArrayBuffer | undefined } | null> {
	const text = (name: string) => String(fields.get(name) ?? '').trim();
	const among = <T extends string>(all: readonly T[], name: string) =>
		all.find((each) => each === text(name));
	const given = fields.get('file');
	const file = given instanceof File && given.size > 0 ? given : null;
	if (file && file.size > MOST_FILE_BYTES) return null;
	const item: EvidenceItem = {
		kind: 'evidence',
		...about,
		evidence: {
			// Not asked where the file is itself the answer.
			kind: among(EVIDENCE_KINDS, 'kind') ?? 'observation',
			citation: text('citation'),
			link: text('link'),
			exposure: among(EXPOSURES, 'exposure') ?? 'coordinators'
		},
		file: file ? { name: file.name, type: file.type } : null
	};
	return { item, bytes: await file?.arrayBuffer() };
}
