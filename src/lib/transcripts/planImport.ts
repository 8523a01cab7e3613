import type { MeetingRole, Speaker, TranscriptFormat } from '../terms.ts';
import type { Cue } from './cue.ts';
import { type LookAlike, findLookAlikes } from './lookAlikes.ts';
import {
	type FoundName,
	type NameToReplace,
	cleanName,
	replacementsThatTell,
	replacerOf
} from './replaceNames.ts';
import { type SpeakerLabel, listSpeakerLabels } from './speakerLabels.ts';
import { LONGEST_TURN, type MatchedSpeaker, splitTurn, turnsOfCues } from './turnsOfCues.ts';

/** Who a speaker of the file is. */
export type SpeakerMatch =
	| { kind: 'participant'; id: string; pseudonym: string; notesRefused: boolean }
	| { kind: 'new'; pseudonym: string }
	| { kind: 'role'; role: MeetingRole | 'unknown' }
	/** Nobody: what was taken for a name belongs to the words. */
	| { kind: 'words' };

export interface SpeakerChoice {
	match: SpeakerMatch;
	/** Other ways in which people say this name. */
	forms: readonly string[];
	/** Whether the name is looked for in what everybody says. */
	isReplaced: boolean;
}

export interface ImportChoices {
	title: string;
	/** One for each of listSpeakerLabels(cues), in its order. */
	speakers: readonly SpeakerChoice[];
	/** Further words and what is to stand there, in brackets already. */
	more: readonly NameToReplace[];
	/** Words that were shown to look like a name, and are to be replaced as that name is. */
	also: readonly string[];
	join: boolean;
	/** What stands in the place of the names of people who are no participants, in brackets. */
	roleWords: Readonly<Record<Exclude<Speaker, 'participant'>, string>>;
}

export interface PlannedTurn extends Omit<MatchedSpeaker, 'label'> {
	startsMs: number | null;
	endsMs: number | null;
	body: string;
	translation: string | null;
	/** Where in body and translation names stood. */
	found: FoundName[];
	foundInTranslation: FoundName[];
}

export interface PlannedName extends NameToReplace {
	/** How often it stood in body and translation. */
	count: number;
}

export interface ImportPlan {
	title: string;
	labels: SpeakerLabel[];
	turns: PlannedTurn[];
	/** Turns left out because the participant did not agree to notes, by pseudonym. */
	leftOut: Record<string, number>;
	names: PlannedName[];
	/** Names whose replacement would tell a name. Nothing may be stored while there are any. */
	telling: string[];
	/** Words that are left and look like a name. */
	lookAlikes: LookAlike[];
}

/**
 * What an import would store: turns with every listed name replaced, in the title too. Pure; the
 * same plan is shown and stored. In no body, translation or title is a listed name left.
 */
export function planImport(
	cues: readonly Cue[],
	format: TranscriptFormat,
	choices: ImportChoices
): ImportPlan {
	const labels = listSpeakerLabels(cues);
	const matches = new Map(labels.map(({ label }, at) => [label, choices.speakers[at]?.match]));
	const listed = namesOf(labels, choices);
	const names = [...listed, ...alsoNames(choices.also, listed)];
	const replace = replacerOf(names);
	const counts = names.map(() => 0);
	const count = (found: readonly FoundName[]) => found.forEach(({ at }) => (counts[at]! += 1));
	const turns: PlannedTurn[] = [];
	const leftOut: Record<string, number> = {};
	const raw = turnsOfCues(
		cues,
		format,
		(label) => matchedOf(label, matches.get(label)),
		choices.join
	);
	for (const { label, ...turn } of raw) {
		const match = matches.get(label);
		if (match?.kind === 'participant' && match.notesRefused) {
			leftOut[match.pseudonym] = (leftOut[match.pseudonym] ?? 0) + 1;
			continue;
		}
		const body = replace(turn.body);
		const translation = turn.translation === null ? null : replace(turn.translation);
		count(body.found);
		if (translation) count(translation.found);
		const planned = {
			...turn,
			body: body.text,
			translation: translation && translation.text,
			found: body.found,
			foundInTranslation: translation?.found ?? []
		};
		turns.push(...cutTooLong(planned));
	}
	const title = replace(choices.title).text;
	const texts = [title, ...turns.flatMap(({ body, translation }) => [body, translation ?? ''])];
	const known = new Set(names.flatMap(({ replacement }) => wordsOf(replacement)));
	return {
		title,
		labels,
		turns,
		leftOut,
		names: names.map((name, at) => ({ ...name, count: counts[at]! })),
		telling: replacementsThatTell(names).map((at) => names[at]!.name),
		lookAlikes: findLookAlikes(
			texts,
			names.map(({ name }) => name),
			(word) => known.has(word.toLowerCase())
		)
	};
}

/** Replacements may be longer than what they replace; no word is lost over it. */
function cutTooLong(turn: PlannedTurn): PlannedTurn[] {
	if (turn.body.length <= LONGEST_TURN && (turn.translation?.length ?? 0) <= LONGEST_TURN)
		return [turn];
	return splitTurn(turn, LONGEST_TURN).map((part) => ({
		...part,
		found: [],
		foundInTranslation: []
	}));
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

function matchedOf(label: string, match: SpeakerMatch | undefined): MatchedSpeaker | null {
	switch (match?.kind) {
		case 'participant':
			return { speaker: 'participant', participant: match.id, label };
		case 'new':
			return { speaker: 'participant', participant: match.pseudonym, label };
		case 'words':
			return null;
		default:
			return { speaker: match?.role ?? 'unknown', participant: null, label };
	}
}

/** Every way of writing each name that is to be replaced, each once. */
function namesOf(labels: readonly SpeakerLabel[], choices: ImportChoices): NameToReplace[] {
	const found = new Map<string, NameToReplace>();
	const add = (name: string, replacement: string) => {
		const clean = cleanName(name);
		const key = clean.toLowerCase();
		if (clean !== '' && !found.has(key)) found.set(key, { name: clean, replacement });
	};
	for (const [at, { label }] of labels.entries()) {
		const { match, forms, isReplaced } = choices.speakers[at] ?? {
			match: { kind: 'words' } as const,
			forms: [],
			isReplaced: false
		};
		const replacement = replacementOf(match, choices.roleWords);
		// Somebody whom the file calls by their pseudonym has no other name in it.
		const isPseudonym = cleanName(label).toLowerCase() === cleanName(replacement).toLowerCase();
		for (const name of [...(isReplaced && !isPseudonym ? [label] : []), ...forms])
			add(name, replacement);
	}
	for (const { name, replacement } of choices.more) add(name, replacement);
	return [...found.values()];
}

function replacementOf(match: SpeakerMatch, roleWords: ImportChoices['roleWords']): string {
	if (match.kind === 'participant' || match.kind === 'new') return `[${match.pseudonym}]`;
	return match.kind === 'role' ? roleWords[match.role] : roleWords.unknown;
}

/** Words that look like a name get what that name gets. */
function alsoNames(words: readonly string[], names: readonly NameToReplace[]): NameToReplace[] {
	const known = new Set(names.map(({ name }) => name.toLowerCase()));
	return [...new Set(words.map(cleanName))].flatMap((word) => {
		if (word === '' || known.has(word.toLowerCase())) return [];
		const [like] = findLookAlikes(
			[word],
			names.map(({ name }) => name)
		);
		return like ? [{ name: word, replacement: names[like.at]!.replacement }] : [];
	});
}
