import { randomUUID } from 'node:crypto';
import type { ImportForm } from '#lib/schemas/transcript.ts';
import type { Context } from '#lib/server/context.ts';
import { previewImport } from '#lib/server/focusgroups/importTranscript.ts';
import {
	type PlannedTranslation,
	previewTranslation
} from '#lib/server/focusgroups/importTranslation.ts';
import type { PlannedImport } from '#lib/server/focusgroups/importRequest.ts';
import { packCues } from '#lib/server/transcripts/packCues.ts';
import type { ParsedTranscript } from '#lib/transcripts/cue.ts';
import { markNames } from '#lib/transcripts/marked.ts';
import { listSpeakerLabels, nextPseudonyms, roleOfLabel } from '#lib/transcripts/speakerLabels.ts';
import { requestOf } from './importForm.server.ts';

/** Turns that a preview shows: enough to see whether it is right, light on a bad line. */
const SHOWN = 100;

/** Step 2 as it begins: who is probably who, and which names are looked for. */
export function firstForm(
	read: ParsedTranscript,
	given: Pick<ImportForm, 'title' | 'language' | 'of'>,
	meeting: {
		pseudonyms: string[];
		turnMark: ImportForm['mark'];
		participants: { id: string; pseudonym: string }[];
	}
): ImportForm {
	const labels = listSpeakerLabels(read.cues).map(({ label }) => label);
	const proposed = nextPseudonyms(meeting.pseudonyms, labels.length);
	const known = (label: string) =>
		meeting.participants.find(({ pseudonym }) => pseudonym.toLowerCase() === label.toLowerCase());
	return {
		...given,
		id: randomUUID(),
		translationLanguage: '',
		cues: packCues(read) ?? '',
		who: labels.map((label) => {
			const participant = known(label);
			return participant ? `participant:${participant.id}` : (roleOfLabel(label) ?? '');
		}),
		pseudonym: labels.map((_, at) => proposed[at]!),
		forms: labels.map(() => ''),
		replace: labels.flatMap((label, at) => (roleOfLabel(label) ? [] : [String(at)])),
		more: '',
		also: [],
		shown: [],
		mark: meeting.turnMark,
		kind: 'verbatim',
		join: true,
		seen: ''
	};
}

/**
 * Step 2: what the form holds, what would be stored, and what is in the way. Words that look like
 * part of a name and were not shown before are ticked: a name nobody saw must not stay.
 */
export async function viewImport(
	ctx: Context,
	groupId: string,
	form: ImportForm,
	read: ParsedTranscript,
	asked: { isFirst: boolean }
) {
	const preview = (also: string[]): Promise<PlannedImport | PlannedTranslation> => {
		const request = requestOf({ ...form, also }, read);
		return form.of
			? previewTranslation(ctx, { groupId, transcriptId: form.of }, request)
			: previewImport(ctx, groupId, request);
	};
	let also = form.also;
	let planned = await preview(also);
	const fresh = planned.plan.lookAlikes.filter(
		({ word, isPart }) => isPart && !form.shown.includes(word)
	);
	if (fresh.length > 0) {
		also = [...also, ...fresh.map(({ word }) => word)];
		planned = await preview(also);
	}
	const { plan, participants, faults } = planned;
	const names = plan.names.map(({ name, replacement, count }) => ({ name, replacement, count }));
	const alike = [
		...names
			.filter(({ name }) => also.includes(name))
			.map(({ name, count }) => ({ word: name, like: '', count, isOn: true })),
		...plan.lookAlikes.map(({ word, at, count }) => ({
			word,
			like: names[at]?.name ?? '',
			count,
			isOn: false
		}))
	];
	return {
		form: { ...form, also, shown: alike.map(({ word }) => word), seen: planned.digest },
		read: {
			format: read.format,
			encoding: read.encoding,
			isGuessed: read.isGuessed,
			pieces: read.cues.length,
			warnings: read.warnings.map(({ code, line }) => ({ code, line: line ?? null }))
		},
		speakers: plan.labels.map(({ label, pieces }, at) => ({
			label,
			pieces,
			// Before anybody has said anything nobody has forgotten anything.
			fault: asked.isFirst ? null : (faults[at] ?? null)
		})),
		people: participants.map(({ id, pseudonym, notesRefused }) => ({
			id,
			pseudonym,
			notesRefused
		})),
		names: names.filter(({ name }) => !also.includes(name)),
		alike,
		telling: plan.telling,
		leftOut: Object.entries(plan.leftOut).map(([pseudonym, count]) => ({ pseudonym, count })),
		isClear: Object.keys(faults).length === 0 && plan.telling.length === 0,
		hasTranslation: read.cues.some(({ translation }) => translation),
		total: plan.turns.length,
		turns: plan.turns.slice(0, SHOWN).map((turn) => ({
			speaker: turn.speaker,
			participant: turn.participant,
			startsMs: turn.startsMs,
			body: markNames(turn.body, turn.found),
			translation:
				turn.translation === null ? null : markNames(turn.translation, turn.foundInTranslation)
		})),
		pairs: 'pairs' in planned ? viewPairs(planned) : null
	};
}
export type ImportView = Awaited<ReturnType<typeof viewImport>>;

function viewPairs({ title, pairs, plan, by, isUneven, isTooLong }: PlannedTranslation) {
	return {
		title,
		by,
		isUneven,
		isTooLong,
		total: pairs.length,
		replaces: pairs.filter(
			({ turn, translation }) => turn.translation !== null && translation !== ''
		).length,
		shown: pairs.slice(0, SHOWN).map(({ turn, pieces }) => ({
			speaker: turn.speaker,
			participant: turn.participantId,
			startsMs: turn.startsMs,
			body: turn.body,
			translation: pieces.map((at) => markNames(plan.turns[at]!.body, plan.turns[at]!.found))
		}))
	};
}
