import type { AnswerSource } from './exportAnswers.ts';
import { standingCode } from './exportCodes.ts';
import { type TurnSource, passageGuid } from './exportMeeting.ts';
import type { ExportedCode, ExportedCoding } from './exportRows.ts';
import type { FlatText } from './flatText.ts';
import { guidOf } from './guid.ts';
import type { QdaSelection, QdaSource, QdaUser } from './model.ts';

/** Where coded words lie in a source: its index, their beginning, and how offsets move. */
interface Place {
	source: number;
	words: number;
	flat: FlatText;
	length: number;
	/** Part of the GUIDs of passages: the turn, or the answer. */
	of: string;
	/** Of an answer the revision the offsets must belong to. */
	revision: number | null;
}

/**
 * Puts the codes on the words that leave: one passage for all codes on the same words. Coders are
 * users without names. Codes on words that do not leave are not counted even: how many codes lie on
 * what somebody withheld is nobody's business.
 */
export function placeCodings(
	rows: {
		codes: readonly ExportedCode[];
		codings: readonly ExportedCoding[];
		answers: readonly { responseId: string; question: string; revision: number }[];
		foreign: ReadonlyMap<string, string>;
	},
	said: readonly TurnSource[],
	answers: readonly AnswerSource[]
): {
	sources: QdaSource[];
	users: QdaUser[];
	/** Ids of codes that something carries. */
	carried: Set<string>;
	/** GUID of each coding by its id. */
	codingGuids: Map<string, string>;
	stale: number;
} {
	const codes = new Map(rows.codes.map((code) => [code.id, code]));
	const places = findPlaces(rows.answers, said, answers);
	const passages = new Map<string, { source: number; selection: QdaSelection }>();
	const coders = new Map<string, QdaUser>();
	const carried = new Set<string>();
	const codingGuids = new Map<string, string>();
	let stale = 0;
	for (const coding of rows.codings) {
		const place = places.get(keyOf(coding));
		const code = standingCode(codes, coding.codeId);
		if (!place || !code) continue;
		const [start, end] = [place.flat.to(coding.starts), place.flat.to(coding.ends)];
		const isOld = place.revision !== null && place.revision !== coding.textRevision;
		if (isOld || coding.ends > place.length || start >= end) {
			stale += 1;
			continue;
		}
		const guid = passageGuid(place.of, coding.field, coding.starts, coding.ends);
		const passage = passages.get(guid) ?? {
			source: place.source,
			selection: {
				guid,
				name: '',
				start: place.words + start,
				end: place.words + end,
				description: '',
				codings: [],
				noteRefs: []
			}
		};
		passages.set(guid, passage);
		carried.add(code.id);
		codingGuids.set(coding.id, guidOf('coding', coding.id));
		passage.selection.codings.push({
			guid: guidOf('coding', coding.id),
			code: rows.foreign.get(code.id) ?? guidOf('code', code.id),
			user: coderOf(coders, coding.coderId),
			createdAt: coding.createdAt.toISOString(),
			noteRefs: []
		});
	}
	const added = Map.groupBy(passages.values(), ({ source }) => source);
	const sources = [...said, ...answers].map(({ source }, at) => ({
		...source,
		selections: [
			...source.selections,
			...(added.get(at) ?? []).map(({ selection }) => selection)
		].sort((a, b) => a.start - b.start || b.end - a.end || (a.guid < b.guid ? -1 : 1))
	}));
	return { sources, users: [...coders.values()], carried, codingGuids, stale };
}

function keyOf({ turnId, responseId, question, field }: ExportedCoding): string {
	return turnId ? `${turnId} ${field}` : `${responseId} ${question}`;
}

function findPlaces(
	rows: readonly { responseId: string; question: string; revision: number }[],
	said: readonly TurnSource[],
	answers: readonly AnswerSource[]
): Map<string, Place> {
	const places = new Map<string, Place>();
	for (const [source, { placed, field }] of said.entries())
		for (const { turn, words, flat } of placed)
			places.set(`${turn.id} ${field}`, {
				source,
				words,
				flat,
				length: (turn[field] ?? '').length,
				of: turn.id,
				// Codes follow the words of a turn when these are changed.
				revision: null
			});
	const revisions = new Map(
		rows.map(({ responseId, question, revision }) => [`${responseId} ${question}`, revision])
	);
	for (const [at, { placed }] of answers.entries())
		for (const { responseId, question, words, flat } of placed) {
			const key = `${responseId} ${question}`;
			places.set(key, {
				source: said.length + at,
				words,
				flat,
				length: flat.from(flat.text.length),
				of: key,
				revision: revisions.get(key) ?? null
			});
		}
	return places;
}

/** Coders in the order in which they began, by number: a name would be a name in the export. */
function coderOf(coders: Map<string, QdaUser>, coderId: string | null): string | null {
	if (!coderId) return null;
	const coder = coders.get(coderId) ?? {
		guid: guidOf('account', coderId),
		name: `Coder ${coders.size + 1}`
	};
	coders.set(coderId, coder);
	return coder.guid;
}
