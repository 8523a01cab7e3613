import { idFromGuid } from './guid.ts';
import type { PlannedSource } from './importPlan.ts';
import type { Target } from './importTargets.ts';
import {
	type ImportLeftCode,
	type ImportPlan,
	type ImportState,
	codingKey
} from './importTypes.ts';
import type { QdaCoding } from './model.ts';

/** What passages and codings of a file became, by their GUIDs, for the memos on them. */
export interface PlacedPassages {
	/** Id of the first code that came of it. */
	codings: Map<string, { codingId: string; target: Target }>;
	/** The first words it lies on. */
	selections: Map<string, Target>;
}

/**
 * Puts the codes of a file on words: on each turn or answer that a passage touches, cut where one
 * ends and the next begins. Codes on a source as a whole lie on all its turns.
 */
export function codePassages(
	sources: readonly PlannedSource[],
	codeOf: ReadonlyMap<string, { id: string; isCodable: boolean }>,
	structure: ReadonlySet<string>,
	state: ImportState,
	plan: ImportPlan,
	leave: (code: ImportLeftCode, count?: number) => void
): PlacedPassages {
	const placed: PlacedPassages = { codings: new Map(), selections: new Map() };
	const taken = new Set<string>();

	function put(
		coding: QdaCoding,
		of: string,
		target: Target,
		span: { start: number; end: number }
	) {
		const code = codeOf.get(coding.code);
		if (!code) return;
		if (!code.isCodable) {
			leave('code_folder');
			return;
		}
		const { roundId, turnId, responseId, question, field } = target;
		const what = { turnId, responseId, question, field, codeId: code.id };
		const key = codingKey({ ...what, starts: span.start, ends: span.end });
		const at = turnId ?? `${responseId} ${question}`;
		const id = idFromGuid(state.studyId, 'coding', of, coding.guid, coding.code, at, field);
		if (!placed.codings.has(coding.guid)) placed.codings.set(coding.guid, { codingId: id, target });
		if (state.codings.has(key) || taken.has(key)) {
			leave('codings_known');
			return;
		}
		taken.add(key);
		plan.codings.push({
			...what,
			id,
			roundId,
			starts: span.start,
			ends: span.end,
			textRevision: target.revision
		});
	}

	for (const { source, targets, isKnown } of sources) {
		for (const selection of source.selections) {
			const codings = selection.codings.filter(({ code }) => !structure.has(code));
			const isStructure = codings.length < selection.codings.length;
			const touched = touchedBy(targets, selection);
			const first = touched[0];
			if (first) placed.selections.set(selection.guid, first.target);
			if (codings.length === 0) {
				const says = selection.description !== '' || selection.noteRefs.length > 0;
				if (!isStructure && !says && !isKnown) leave('passage_bare');
				continue;
			}
			if (touched.length === 0) leave(isKnown ? 'passage_unplaced' : 'passage_label');
			const of = `${source.guid} ${selection.start} ${selection.end}`;
			for (const { target, span } of touched)
				for (const coding of codings) put(coding, of, target, span);
		}
		for (const coding of source.codings)
			if (!structure.has(coding.code))
				for (const target of targets) {
					const span = target.span(target);
					if (span) put(coding, source.guid, target, span);
				}
	}
	return placed;
}

/** The words a passage lies on; targets are in the order of the source. */
function touchedBy(targets: readonly Target[], passage: { start: number; end: number }) {
	let low = 0;
	for (let high = targets.length; low < high;) {
		const middle = (low + high) >> 1;
		if (targets[middle]!.end <= passage.start) low = middle + 1;
		else high = middle;
	}
	const touched = [];
	for (let at = low; at < targets.length && targets[at]!.start < passage.end; at += 1) {
		const target = targets[at]!;
		const span = target.span(passage);
		if (span) touched.push({ target, span });
	}
	return touched;
}
