import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { ExchangePage } from '#lib/server/qda/exchangePage.ts';
import type { PlannedSpeaker } from '#lib/server/qda/importTypes.ts';
import { type QdaPreview, resultOf } from '#lib/server/qda/imports.ts';
import type { QdaCode, QdaFile } from '#lib/server/qda/model.ts';
import { type Figure, leftOutWords, resultItems, warningWords } from '#lib/server/qda/words.ts';
import { listInto } from './destination.server.ts';

/** More rows help nobody to decide. */
const MOST_SPEAKERS = 100;

function becomesWords({ becomes, pseudonym }: PlannedSpeaker): string {
	const named = { pseudonym: pseudonym ?? '' };
	const words = {
		participant: () => m.qda_becomes_participant(named),
		new_participant: () => m.qda_becomes_new_participant(named),
		marked: () => m.qda_becomes_marked(named),
		unknown: m.qda_becomes_unknown,
		facilitator: m.qda_becomes_facilitator,
		interpreter: m.qda_becomes_interpreter,
		note_taker: m.qda_becomes_note_taker,
		observer: m.qda_becomes_observer
	};
	return words[becomes]();
}

/** What is in a file, whatever becomes of it. */
function holdsItems(file: QdaFile): Figure[] {
	const count = (codes: readonly QdaCode[]): number =>
		codes.reduce((sum, { children }) => sum + 1 + count(children), 0);
	if (file.kind === 'codebook')
		return [{ value: count(file.codebook.codes), label: m.qda_holds_codes() }];
	const { codes, sources, cases, notes } = file.project;
	const sum = (key: 'selections' | 'codings') =>
		sources.reduce((total, { counts }) => total + counts[key], 0);
	return [
		{ value: count(codes), label: m.qda_holds_codes() },
		{ value: sources.length, label: m.qda_holds_sources() },
		{ value: sum('selections'), label: m.qda_holds_selections() },
		{ value: sum('codings'), label: m.qda_holds_codings() },
		{ value: cases.length, label: m.qda_holds_cases() },
		{ value: notes.length, label: m.qda_holds_notes() }
	];
}

/** The page that shows what taking a file over would do. */
export function previewView(
	page: ExchangePage,
	{ file, plan }: QdaPreview,
	at: { into: string; importId: string }
) {
	const locale = getLocale();
	const { counts, warnings } = resultOf(file, plan);
	const { origin } = file.kind === 'codebook' ? file.codebook : file.project;
	const sets = plan.meetings.filter(({ isNew, set }) => isNew && set !== null).length;
	return {
		study: page.study,
		here: `/studies/${page.study.id}/exchange`,
		importId: at.importId,
		name: file.kind === 'project' ? file.project.name : m.qda_kind_codebook(),
		origin,
		holds: holdsItems(file),
		would: resultItems(counts, locale),
		into: at.into,
		// Without new texts there is nothing to put anywhere.
		choices: plan.transcripts.length > 0 ? listInto(page) : [],
		sets,
		texts: plan.transcripts.map(({ guid, title, turns }) => ({
			guid,
			title: title.replace(/\.\w{2,5}$/, ''),
			turns: turns.length
		})),
		speakers: plan.speakers.slice(0, MOST_SPEAKERS).map((speaker) => ({
			label: speaker.label,
			turns: speaker.turns,
			becomes: becomesWords(speaker)
		})),
		leftOut: [
			...file.leftOut.map(({ code, count, names }) => ({
				code,
				count,
				words: leftOutWords(code, locale),
				names: names ?? []
			})),
			...[...plan.left].map(([code, count]) => ({
				code,
				count,
				words: leftOutWords(code, locale),
				names: []
			}))
		],
		warnings: warnings.map(({ code }) => warningWords(code, locale))
	};
}
