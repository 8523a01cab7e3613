import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignTranslation } from '#lib/transcripts/alignTranslation.ts';
import type { Cue } from '#lib/transcripts/cue.ts';
import { markNames } from '#lib/transcripts/marked.ts';
import { type ImportChoices, type SpeakerChoice, planImport } from '#lib/transcripts/planImport.ts';
import { cleanName, finderOf } from '#lib/transcripts/replaceNames.ts';
import { listSpeakerLabels, nextPseudonyms, roleOfLabel } from '#lib/transcripts/speakerLabels.ts';
import { LONGEST_TURN } from '#lib/transcripts/turnsOfCues.ts';

const cue = (speaker: string | null, text: string, more: Partial<Cue> = {}): Cue => ({
	id: null,
	start: null,
	end: null,
	speaker,
	text,
	...more
});
const roleWords = {
	facilitator: '[facilitator]',
	interpreter: '[interpreter]',
	note_taker: '[note-taker]',
	observer: '[observer]',
	unknown: '[name]'
};
const participant = (
	pseudonym: string,
	more: { forms?: string[]; refuses?: boolean } = {}
): SpeakerChoice => ({
	match: {
		kind: 'participant',
		id: `id-${pseudonym}`,
		pseudonym,
		notesRefused: more.refuses ?? false
	},
	forms: more.forms ?? [],
	isReplaced: true
});
const facilitator: SpeakerChoice = {
	match: { kind: 'role', role: 'facilitator' },
	forms: [],
	isReplaced: true
};
const plan = (cues: Cue[], speakers: SpeakerChoice[], more: Partial<ImportChoices> = {}) =>
	planImport(cues, 'webvtt', {
		title: 'Day 1',
		more: [],
		also: [],
		join: true,
		roleWords,
		...more,
		speakers
	});
const bodies = (planned: ReturnType<typeof plan>) =>
	planned.turns.map(({ participant: who, speaker, body }) => [who ?? speaker, body]);

describe('turns', () => {
	const cues = [
		cue('Sokha', 'We go\nto the office.', { start: 1000, end: 2000 }),
		cue('Sokha', 'And wait.', { start: 2500, end: 4000 }),
		cue('Rina', 'When?', { start: 3900, end: 5000 }),
		cue('Sokha', ' ', { start: 5000, end: 5100 }),
		cue('Sokha', 'Now.', { start: 6000, end: 5500 })
	];

	test('pieces in a row are one, from the first start to the last end', () => {
		expect(plan(cues, [participant('P01'), facilitator]).turns).toMatchObject([
			{
				participant: 'id-P01',
				startsMs: 1000,
				endsMs: 4000,
				body: 'We go to the office. And wait.'
			},
			{ speaker: 'facilitator', participant: null, startsMs: 3900, endsMs: 5000, body: 'When?' },
			{ startsMs: 6000, endsMs: null, body: 'Now.' }
		]);
	});

	test('or stay apart', () => {
		expect(plan(cues, [participant('P01'), facilitator], { join: false }).turns).toHaveLength(4);
	});

	test('two labels of one person are joined, two unknown ones are not', () => {
		const two = [cue('Sokha', 'a'), cue('SOKHA CHAN', 'b')];
		expect(bodies(plan(two, [participant('P01'), participant('P01')]))).toEqual([
			['id-P01', 'a b']
		]);
		const unknown: SpeakerChoice = {
			match: { kind: 'role', role: 'unknown' },
			forms: [],
			isReplaced: false
		};
		expect(plan(two, [unknown, unknown]).turns).toHaveLength(2);
	});

	test('two voices of one cue are two turns', () => {
		const both = cue('Sokha', 'Yes. No.', {
			voices: [
				{ speaker: 'Sokha', text: 'Yes. ' },
				{ speaker: 'Dara', text: 'No.' }
			]
		});
		expect(bodies(plan([both], [participant('P01'), participant('P02')]))).toEqual([
			['id-P01', 'Yes.'],
			['id-P02', 'No.']
		]);
	});

	test('what was no name goes back into the words', () => {
		const words: SpeakerChoice = { match: { kind: 'words' }, forms: [], isReplaced: false };
		expect(
			bodies(plan([cue('Sokha', 'I say'), cue('Note', 'it rained')], [participant('P01'), words]))
		).toEqual([['id-P01', 'I say Note: it rained']]);
	});

	test('whoever did not agree to notes is left out and counted', () => {
		const planned = plan(cues, [participant('P01', { refuses: true }), facilitator]);
		expect(bodies(planned)).toEqual([['facilitator', 'When?']]);
		expect(planned.leftOut).toEqual({ P01: 2 });
	});

	test('long ones are cut and lose no word', () => {
		const words = Array.from({ length: 9000 }, (_, at) => `word${at}`);
		const planned = plan([cue('Sokha', words.join(' '))], [participant('P01')]);
		expect(planned.turns.length).toBeGreaterThan(3);
		expect(planned.turns.every(({ body }) => body.length <= LONGEST_TURN)).toBe(true);
		expect(planned.turns.map(({ body }) => body).join(' ')).toBe(words.join(' '));
		const names = plan(
			[cue('Bo', 'Bo '.repeat(5000))],
			[participant('P0000000000000000000000001')]
		);
		expect(names.turns.every(({ body }) => body.length <= LONGEST_TURN)).toBe(true);
		expect(names.names[0]!.count).toBe(5000);
	});
});

describe('names', () => {
	test('of speakers, their other forms, further words, in words, translation and title', () => {
		const cues = [
			cue('Sok Dara', 'Rina asked me.', { translation: 'Rina bertanya kepada saya.' }),
			cue('Rina', 'Sok Dara, or Bong Dara, of Kampong Speu?', { translation: 'Dara?' })
		];
		const planned = plan(
			[...cues],
			[participant('P02', { forms: ['Bong Dara', 'Dara'] }), facilitator],
			{
				title: 'Talk with Sok Dara',
				more: [{ name: 'Kampong Speu', replacement: '[a province]' }]
			}
		);
		expect(planned.title).toBe('Talk with [P02]');
		expect(planned.turns.map(({ body, translation }) => [body, translation])).toEqual([
			['[facilitator] asked me.', '[facilitator] bertanya kepada saya.'],
			['[P02], or [P02], of [a province]?', '[P02]?']
		]);
		expect(planned.names.map(({ name, replacement, count }) => [name, replacement, count])).toEqual(
			[
				['Sok Dara', '[P02]', 1],
				['Bong Dara', '[P02]', 1],
				['Dara', '[P02]', 1],
				['Rina', '[facilitator]', 2],
				['Kampong Speu', '[a province]', 1]
			]
		);
	});

	test('what looks like one is shown, and replaced when somebody says so', () => {
		const cues = [cue('Sok Dara', 'I am Dara.'), cue('Rina', 'Dara, Darah, thank you.')];
		const speakers = [participant('P02'), facilitator];
		expect(plan(cues, speakers).lookAlikes.map(({ word, count }) => [word, count])).toEqual([
			['Dara', 2],
			['Darah', 1]
		]);
		const also = plan(cues, speakers, { also: ['Dara', 'Darah', 'office'] });
		expect(bodies(also).map(([, body]) => body)).toEqual([
			'I am [P02].',
			'[P02], [P02], thank you.'
		]);
		expect(also.lookAlikes).toEqual([]);
	});

	test('a pseudonym that is the name is told', () => {
		const choice: SpeakerChoice = {
			match: { kind: 'new', pseudonym: 'Dara L.' },
			forms: ['Dara'],
			isReplaced: true
		};
		expect(plan([cue('Dara Lim', 'I am Dara.')], [choice]).telling).toEqual(['Dara Lim', 'Dara']);
		expect(plan([cue('P02', 'I am P02.')], [participant('P02')])).toMatchObject({
			telling: [],
			names: [],
			turns: [{ body: 'I am P02.' }]
		});
	});

	test('are marked where they stood', () => {
		const { turns } = plan([cue('Rina', 'Rina and Rina.')], [facilitator]);
		expect(markNames(turns[0]!.body, turns[0]!.found)).toEqual([
			{ text: '[facilitator]', isName: true },
			{ text: ' and ', isName: false },
			{ text: '[facilitator]', isName: true },
			{ text: '.', isName: false }
		]);
	});

	test('whatever is said, no listed name is left', () => {
		const name = fc
			.array(fc.constantFrom('Dara', 'Sok', 'សុខា', 'สมชาย', 'Nguyễn', 'Bo', '陈', "O'Neill"), {
				minLength: 1,
				maxLength: 2
			})
			.map((words) => words.join(' '));
		const words = fc
			.array(fc.oneof(name, fc.constantFrom('went', 'ទៅ', 'ไป', ', ', '’s', '\n', 'Darab', ':')), {
				maxLength: 12
			})
			.map((pieces) => pieces.join(' '));
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.option(name), words, fc.option(words)), {
					minLength: 1,
					maxLength: 6
				}),
				fc.array(name, { maxLength: 3 }),
				words,
				fc.constantFrom('webvtt', 'srt', 'docx', 'text', 'csv'),
				fc.boolean(),
				(given, more, title, format, join) => {
					const cues = given.map(([who, text, translation]) =>
						cue(who, text, translation === null ? {} : { translation })
					);
					const labels = listSpeakerLabels(cues);
					const planned = planImport(cues, format as 'text', {
						title,
						speakers: labels.map((_, at) => participant(`P${at + 10}`)),
						more: more.map((each) => ({ name: each, replacement: '[friend]' })),
						also: [],
						join,
						roleWords
					});
					const listed = [...labels.map(({ label }) => label), ...more]
						.map(cleanName)
						.filter(Boolean);
					const texts = [
						planned.title,
						...planned.turns.flatMap(({ body, translation }) => [body, translation ?? ''])
					];
					for (const each of listed)
						for (const text of texts)
							expect(finderOf(each).find(text), `${each} in ${text}`).toEqual([]);
				}
			),
			{ numRuns: 1500 }
		);
	}, 60_000);
});

describe('labels', () => {
	test.each([
		['Moderator', 'facilitator'],
		['Interviewer 2', 'facilitator'],
		['Fasilitator', 'facilitator'],
		['Juru bahasa', 'interpreter'],
		['Note-taker', 'note_taker'],
		['Speaker 1', 'unknown'],
		['SPEAKER_03', 'unknown'],
		['Peserta 4', 'unknown'],
		['P02', 'unknown'],
		['Q', 'facilitator'],
		['A', 'unknown'],
		['', 'unknown'],
		['Dara', undefined],
		['Sok An', undefined],
		['Facilitator Rina', undefined],
		['សុខា', undefined]
	])('%j is %s', (label, role) => expect(roleOfLabel(label)).toBe(role));

	test('everybody once, with how much they say, the unnamed last', () => {
		const cues = [
			cue(null, 'hm'),
			cue('Dara', 'one'),
			cue('Rin', 'two'),
			cue('Dara', 'three'),
			cue('Dara', ' ')
		];
		expect(listSpeakerLabels(cues)).toEqual([
			{ label: 'Dara', pieces: 2, length: 8 },
			{ label: 'Rin', pieces: 1, length: 3 },
			{ label: '', pieces: 1, length: 2 }
		]);
		expect(listSpeakerLabels([cue('__proto__', 'x')])).toHaveLength(1);
	});

	test('free pseudonyms', () => {
		expect(nextPseudonyms(['P01', 'p03', 'Rose'], 3)).toEqual(['P02', 'P04', 'P05']);
	});
});

describe('a translation beside its original', () => {
	const turn = (startsMs: number | null, endsMs: number | null = null) => ({
		id: 'x',
		startsMs,
		endsMs
	});
	const piece = (startsMs: number | null, endsMs: number | null = null) => ({
		startsMs,
		endsMs,
		text: 'x'
	});

	test('by most of the time they share, or the nearest', () => {
		expect(
			alignTranslation(
				[turn(0, 5000), turn(5000, 9000), turn(20_000)],
				[
					piece(0, 2000),
					piece(2000, 6000),
					piece(5500, 8000),
					piece(12_000, 13_000),
					piece(19_000, 19_500),
					piece(90_000)
				]
			)
		).toEqual({
			by: 'time',
			pieces: [
				[0, 1],
				[2, 3],
				[4, 5]
			],
			isUneven: false
		});
	});

	test('by order where one side has no times', () => {
		expect(alignTranslation([turn(null), turn(0)], [piece(0), piece(1)])).toEqual({
			by: 'order',
			pieces: [[0], [1]],
			isUneven: false
		});
		expect(alignTranslation([turn(null), turn(null)], [piece(0), piece(1), piece(2)])).toEqual({
			by: 'order',
			pieces: [[0], [1, 2]],
			isUneven: true
		});
	});

	test('no piece is lost, whatever the times', () => {
		const time = fc.option(fc.nat(100_000));
		const span = fc
			.tuple(time, time)
			.map(([a, b]) => [a, a !== null && b !== null && b >= a ? b : null] as const);
		fc.assert(
			fc.property(
				fc.array(span, { minLength: 1, maxLength: 20 }),
				fc.array(span, { maxLength: 20 }),
				(a, b) => {
					const { pieces } = alignTranslation(
						a.map(([start, end]) => turn(start, end)),
						b.map(([start, end]) => piece(start, end))
					);
					expect(pieces).toHaveLength(a.length);
					expect(pieces.flat().toSorted((x, y) => x - y)).toEqual(b.map((_, at) => at));
				}
			)
		);
	});
});
