import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consentState, countConsents } from '#lib/focusgroups/consentState.ts';
import { PLAIN_FACTS } from '#lib/focusgroups/facts.ts';
import { daysOf, meetingMinutes, meetingStage } from '#lib/focusgroups/meetingTime.ts';
import { changedFields, mergeFields } from '#lib/focusgroups/mergeFields.ts';
import { isSamePseudonym, nextPseudonym } from '#lib/focusgroups/pseudonym.ts';
import { readGroup, readGroupBase, resendGroup } from '#lib/focusgroups/readForms.ts';
import { type NextStep, nextSteps } from '#lib/server/focusgroups/nextSteps.ts';

const DAYS = { heldOn: '2026-08-30', endsOn: null };

describe('hours', () => {
	test.each([
		['09:00–16:30', 450],
		['09.00-12.00, 13.00 - 16.30', 390],
		['9:00 to 10:15', 75],
		['pukul 09.00 s.d. 10.00', 60],
		['in the morning', null],
		['', null],
		['16:00–09:00', null],
		['25:00–26:00', null]
	])('%s are %s minutes', (hours, minutes) => {
		expect(meetingMinutes(hours, DAYS)).toBe(minutes);
	});
	test('count on every day', () => {
		expect(daysOf({ heldOn: '2026-08-30', endsOn: '2026-09-01' })).toBe(3);
		expect(meetingMinutes('09:00–10:00', { heldOn: '2026-08-30', endsOn: '2026-08-31' })).toBe(120);
	});
});

test('a meeting is planned, held, checked and closed', () => {
	const at = (today: string, given: object = {}) =>
		meetingStage(
			{
				heldOn: '2026-08-30',
				endsOn: '2026-08-31',
				validationUntil: null,
				closedAt: null,
				...given
			},
			today
		);
	expect(at('2026-08-29')).toBe('planned');
	expect(at('2026-08-29', { heldOn: null, endsOn: null })).toBe('planned');
	expect(at('2026-08-31')).toBe('held_now');
	expect(at('2026-09-01')).toBe('held');
	expect(at('2026-09-01', { validationUntil: '2026-09-01' })).toBe('checking');
	expect(at('2026-09-02', { validationUntil: '2026-09-01' })).toBe('held');
	expect(at('2026-08-29', { closedAt: new Date() })).toBe('closed');
});

describe('pseudonyms', () => {
	test('go on from the highest ever given', () => {
		expect(nextPseudonym([])).toBe('P01');
		expect(nextPseudonym(['P02', 'p7', 'Mawar', 'P99999'])).toBe('P08');
		expect(nextPseudonym(['P99'])).toBe('P100');
	});
	test('are the same whatever their case', () => {
		expect(isSamePseudonym('p01', 'P01')).toBe(true);
		expect(isSamePseudonym('P01', 'P1')).toBe(false);
	});
	test('property: the next one was never given', () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[Pp]\d{1,4}$/)), (taken) => {
				const next = nextPseudonym(taken);
				expect(taken.some((each) => isSamePseudonym(each, next))).toBe(false);
			})
		);
	});
});

describe('consent at a glance', () => {
	const person = (given: object = {}) => ({
		consentLevel: 5,
		consentUntil: null,
		consentedAt: new Date(),
		withdrawnScope: null,
		...given
	});
	test('what was taken back stands before everything, and who was not asked agreed to nothing', () => {
		const state = (given: object) => consentState(person(given), '2026-11-28');
		expect(state({})).toBe('named');
		expect(state({ consentLevel: 2 })).toBe('unnamed');
		expect(state({ consentLevel: 0 })).toBe('refused');
		expect(state({ consentUntil: '2026-11-28' })).toBe('named');
		expect(state({ consentUntil: '2026-11-27' })).toBe('expired');
		expect(state({ consentedAt: null })).toBe('not_asked');
		expect(state({ withdrawnScope: 'quotes', consentUntil: '2020-01-01' })).toBe('took_back');
	});
	test('is counted', () => {
		const people = [person(), person({ consentedAt: null }), person()];
		expect(countConsents(people, '2026-11-28')).toEqual([
			{ state: 'named', count: 2 },
			{ state: 'not_asked', count: 1 }
		]);
	});
});

describe('two people change one form', () => {
	const base = { name: 'Jakarta', rooms: ['A'], rules: 'One speaks. Others listen.' };
	test('in different fields: both are kept', () => {
		const stored = { ...base, rooms: ['A', 'B'] };
		const typed = { ...base, name: 'Jakarta, day 1' };
		expect(mergeFields({ base, stored, typed })).toEqual({
			merged: { ...base, name: 'Jakarta, day 1', rooms: ['A', 'B'] },
			conflicts: []
		});
	});
	test('in different words of a text: both are kept where texts merge', () => {
		const stored = { ...base, rules: 'One speaks. Others listen. No photos.' };
		const typed = { ...base, rules: 'Only one speaks. Others listen.' };
		expect(mergeFields({ base, stored, typed }, ['rules'])).toEqual({
			merged: { ...base, rules: 'Only one speaks. Others listen. No photos.' },
			conflicts: []
		});
		expect(mergeFields({ base, stored, typed }).conflicts).toEqual(['rules']);
	});
	test('the same field in different ways: named, and the typed words stay', () => {
		const stored = { ...base, name: 'Bogor' };
		const typed = { ...base, name: 'Bandung' };
		expect(mergeFields({ base, stored, typed })).toEqual({ merged: typed, conflicts: ['name'] });
	});
	const facts = fc.record({ name: fc.string(), rooms: fc.array(fc.string()), count: fc.nat() });
	test('property: sent twice, a form changes nothing the second time', () => {
		fc.assert(
			fc.property(facts, facts, facts, (before, stored, typed) => {
				const { merged, conflicts } = mergeFields({ base: before, stored, typed });
				if (conflicts.length > 0) return;
				const again = mergeFields({ base: before, stored: merged, typed });
				expect(changedFields(merged, again.merged)).toEqual([]);
				expect(again.conflicts).toEqual([]);
			})
		);
	});
	test('property: nobody’s change is lost unnamed', () => {
		fc.assert(
			fc.property(facts, facts, facts, (before, stored, typed) => {
				const { merged, conflicts } = mergeFields({ base: before, stored, typed });
				for (const name of ['name', 'rooms', 'count'] as const) {
					if (conflicts.includes(name)) continue;
					if (changedFields(before, stored).includes(name))
						expect(merged[name]).toEqual(stored[name]);
					else expect(merged[name]).toEqual(typed[name]);
				}
			})
		);
	});
});

describe('a form of a meeting', () => {
	const form = {
		name: 'Jakarta',
		heldOn: '2026-08-30',
		endsOn: '2026-08-30',
		hours: '',
		isOnline: false,
		place: '',
		languages: ['en', 'id'],
		otherLanguages: 'tet, km',
		rule: 'open' as const,
		purpose: '',
		rooms: 'A\n\n  B ',
		turnMark: 'background' as const,
		groundRules: '',
		validationUntil: ''
	};
	test('says what its fields mean; languages keep the order they had', () => {
		const read = readGroup(form, { ...PLAIN_FACTS, languages: ['km', 'id'] });
		expect(read).toMatchObject({
			endsOn: null,
			languages: ['km', 'id', 'en', 'tet'],
			rooms: ['A', 'B'],
			validationUntil: null
		});
	});
	test('what it found is read strictly, and shown again beside what stands now', () => {
		expect(readGroupBase('{')).toBeUndefined();
		expect(readGroupBase('{"name":"x"}')).toBeUndefined();
		const base = { ...PLAIN_FACTS, name: 'Jakarta before' };
		const stored = { ...base, name: 'Bogor', hours: '09:00–10:00' };
		const again = resendGroup({ ...form, base: JSON.stringify(base) }, stored);
		expect(again.conflicts).toEqual(['name']);
		expect(again.facts).toMatchObject({ name: 'Jakarta', hours: '09:00–10:00', rule: 'open' });
	});
});

describe('what to do next', () => {
	const standing = {
		stage: 'planned' as const,
		validationUntil: null,
		participants: [],
		people: 1,
		blocks: 7,
		seeds: 0,
		turns: 0
	};
	const kinds = (given: object): NextStep['kind'][] =>
		nextSteps({ ...standing, ...given }).map(({ kind }) => kind);
	const participant = (state: string, validatedAt: Date | null = null) =>
		({ state, validatedAt }) as never;

	test('before a meeting: people, a guide, what the answers raise', () => {
		expect(kinds({ people: 0, blocks: 0, seeds: 9 })).toEqual(['people', 'guide', 'participants']);
		expect(kinds({ seeds: 9, participants: [participant('named')] })).toEqual(['seeds']);
	});
	test('consents that are missing or have ended, also of a meeting that is closed', () => {
		const participants = [participant('not_asked'), participant('expired')];
		expect(kinds({ stage: 'closed', participants })).toEqual(['consents', 'ended_consents']);
	});
	test('after a meeting: its record, a last day for checking, who has checked', () => {
		const participants = [participant('named', new Date()), participant('unnamed')];
		expect(kinds({ stage: 'held', participants })).toEqual(['record']);
		expect(kinds({ stage: 'held', participants, turns: 3 })).toEqual(['deadline']);
		expect(
			nextSteps({
				...standing,
				stage: 'checking',
				validationUntil: '2026-12-01',
				turns: 3,
				participants: [...participants, participant('took_back')]
			})
		).toEqual([{ kind: 'check', until: '2026-12-01', checked: 1, count: 2 }]);
	});
});
