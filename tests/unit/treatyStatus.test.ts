import { describe, expect, test } from 'vitest';
import {
	earliest,
	isPartialDate,
	latest,
	mayBeSame,
	precisionOf
} from '#lib/treaties/partialDate.ts';
import { type Claim, deriveStanding } from '#lib/treaties/status.ts';
import { memberStates } from '#lib/asean.ts';
import { instruments, treatyFacts } from '#lib/treaties.ts';

let made = 0;
const claim = (action: Claim['action'], given: Partial<Claim> = {}): Claim => ({
	id: `c${++made}`,
	territory: '',
	action,
	happenedOn: null,
	asOf: '2020-01-01',
	isVerified: true,
	ruling: null,
	isWithdrawn: false,
	...given
});
const on = (action: Claim['action'], happenedOn: string, given: Partial<Claim> = {}) =>
	claim(action, { happenedOn, ...given });
const kinds = (claims: Claim[]) => deriveStanding(claims).conflicts.map(({ kind }) => kind);

describe('dates as exact as their source', () => {
	test('have a first and a last day', () => {
		expect([earliest('2012'), latest('2012')]).toEqual(['2012-01-01', '2012-12-31']);
		expect([earliest('2012-02'), latest('2012-02')]).toEqual(['2012-02-01', '2012-02-29']);
		expect([earliest('2012-05-31'), latest('2012-05-31')]).toEqual(['2012-05-31', '2012-05-31']);
		expect(['2012', '2012-05', '2012-05-31'].map(precisionOf)).toEqual(['year', 'month', 'day']);
	});
	test('may be one day where one is only less exact', () => {
		expect(mayBeSame('2012', '2012-05-31')).toBe(true);
		expect(mayBeSame('2012-04', '2012-05-31')).toBe(false);
	});
	test.each(['2012', '2012-12', '2012-02-29'])('%s is one', (date) =>
		expect(isPartialDate(date)).toBe(true)
	);
	test.each(['', '12', '2012-13', '2013-02-29', '2012-1-1', '2012-00', 'May 2012', '2012-05-31T'])(
		'%s is none',
		(date) => expect(isPartialDate(date)).toBe(false)
	);
});

describe('status', () => {
	test.each([
		['nothing', [], 'unknown'],
		['a signature alone', [on('signed', '2004')], 'signed'],
		['a signature and a ratification', [on('signed', '2004'), on('ratified', '2012')], 'party'],
		['an accession', [on('acceded', '2004')], 'party'],
		['a succession', [on('succeeded', '2004')], 'party'],
		['an entry into force alone', [on('entry_into_force', '2004')], 'party'],
		['no action', [claim('none')], 'none'],
		['a declaration alone', [on('declaration', '2004')], 'unknown'],
		['a denunciation', [on('ratified', '1957'), on('denounced', '1990')], 'denounced'],
		[
			'a return after a denunciation',
			[on('ratified', '1957'), on('denounced', '1990'), on('ratified', '2001')],
			'party'
		],
		['a denunciation without a date', [on('ratified', '1957'), claim('denounced')], 'denounced']
	] as [string, Claim[], string][])('of %s', (_, claims, status) => {
		expect(deriveStanding(claims)).toMatchObject({ status, conflicts: [] });
		expect(deriveStanding(claims.toReversed())).toMatchObject({ status, conflicts: [] });
	});

	test('rests on the most exact date, and on the newest source', () => {
		const standing = deriveStanding([
			on('ratified', '2012', { asOf: '2022-08' }),
			on('ratified', '2012-05-31', { asOf: '2015-03-14' })
		]);
		expect(standing).toMatchObject({ act: 'ratified', dates: ['2012-05-31'], asOf: '2022-08' });
	});

	test('is not verified where no claim it rests on is', () => {
		const signed = on('signed', '2004', { isVerified: true });
		const bound = on('ratified', '2012', { isVerified: false });
		expect(deriveStanding([signed, bound]).isVerified).toBe(false);
		expect(deriveStanding([signed, { ...bound, isVerified: true }]).isVerified).toBe(true);
	});

	test('counts nothing that was withdrawn or set aside', () => {
		const bound = on('ratified', '2012');
		expect(deriveStanding([{ ...bound, isWithdrawn: true }]).status).toBe('unknown');
		expect(deriveStanding([{ ...bound, ruling: 'set_aside' }]).status).toBe('unknown');
	});
});

describe('claims that contradict each other', () => {
	test('about the day keep the status and both days', () => {
		const claims = [on('ratified', '1981-08-05'), on('ratified', '1987', { isVerified: false })];
		expect(deriveStanding(claims)).toMatchObject({
			status: 'party',
			dates: ['1981-08-05', '1987'],
			conflicts: [{ kind: 'date', claims: claims.map(({ id }) => id) }]
		});
	});
	test('about the act', () =>
		expect(kinds([on('ratified', '2012'), on('acceded', '2012')])).toEqual(['act']));
	test('about whether anything was done leave no status', () => {
		const none = claim('none', { asOf: '2022-08' });
		const standing = deriveStanding([on('acceded', '2006-05-24'), none]);
		expect(standing).toMatchObject({
			status: 'disputed',
			dates: [],
			conflicts: [{ kind: 'none' }]
		});
	});
	test('are none where nothing was known yet', () => {
		const none = claim('none', { asOf: '2015-03-14' });
		expect(kinds([none, on('ratified', '2024-05-14')])).toEqual([]);
		expect(kinds([none, claim('ratified', { asOf: '2022' })])).toEqual([]);
		// Somewhere in that year: it may have been later.
		expect(kinds([none, on('ratified', '2015')])).toEqual([]);
		expect(kinds([none, claim('ratified', { asOf: '2014' })])).toEqual(['none']);
	});
	test('about the order', () =>
		expect(kinds([on('signed', '2014'), on('ratified', '2012')])).toEqual(['order']));
	test('are none between a first and a second joining', () => {
		const [first, left, second] = [
			on('ratified', '1957'),
			on('denounced', '1990'),
			on('acceded', '2001')
		];
		expect(kinds([first, left, second])).toEqual([]);
		expect(kinds([first, second])).toEqual(['act']);
	});
	test('are settled by the one that stands', () => {
		const claims = [on('ratified', '1981-08-05', { ruling: 'stands' }), on('ratified', '1987')];
		expect(deriveStanding(claims)).toMatchObject({ dates: ['1981-08-05'], conflicts: [] });
		const both = claims.map((each) => ({ ...each, ruling: 'stands' as const }));
		expect(kinds(both)).toEqual(['date']);
	});
	test('are settled by setting one aside', () => {
		const claims = [on('ratified', '1981-08-05', { ruling: 'set_aside' }), on('ratified', '1987')];
		expect(deriveStanding(claims)).toMatchObject({ dates: ['1987'], conflicts: [] });
	});
});

describe('reservations', () => {
	const bound = on('ratified', '1995');
	test.each([
		['none', [], 'none_known'],
		['one', [on('reservation', '1995')], 'made'],
		[
			'one taken back',
			[on('reservation', '1995'), on('withdrew_reservation', '2010')],
			'withdrawn'
		],
		['one made after', [on('withdrew_reservation', '2010'), on('reservation', '2012')], 'made'],
		['one set aside', [on('reservation', '1995', { ruling: 'set_aside' })], 'none_known']
	] as [string, Claim[], string][])('%s', (_, claims, reservations) =>
		expect(deriveStanding([bound, ...claims])).toMatchObject({ status: 'party', reservations })
	);
});

describe('parts of a country', () => {
	const sabah = (given: Claim) => ({ ...given, territory: 'Sabah' });
	test('bind only themselves', () => {
		const standing = deriveStanding([sabah(on('ratified', '1964-03-03'))]);
		expect(standing).toMatchObject({ status: 'part', dates: ['1964-03-03'] });
		expect(standing.parts).toMatchObject([{ territory: 'Sabah', status: 'party' }]);
	});
	test('contradict nobody else', () => {
		const claims = [sabah(on('ratified', '1964-03-03')), on('ratified', '1970')];
		expect(deriveStanding(claims)).toMatchObject({
			status: 'party',
			dates: ['1970'],
			conflicts: []
		});
	});
	test('contradict themselves', () => {
		const claims = [sabah(on('ratified', '1964')), sabah(on('ratified', '1965'))];
		expect(deriveStanding(claims).parts).toMatchObject([{ conflicts: [{ kind: 'date' }] }]);
	});
});

test('the known list gives what its sources say', () => {
	const of = (country: string, code: string) =>
		deriveStanding(
			treatyFacts(country, code).map((fact, at) =>
				claim(fact.action, {
					id: `f${at}`,
					happenedOn: fact.date ?? null,
					asOf: fact.asOf,
					territory: fact.territory ?? '',
					isVerified: fact.verified
				})
			)
		);
	expect(of('ID', 'CMW')).toMatchObject({
		status: 'party',
		dates: ['2012-05-31'],
		isVerified: true
	});
	expect(of('KH', 'CMW')).toMatchObject({ status: 'signed', dates: ['2004-09-27'] });
	expect(of('TH', 'CED')).toMatchObject({ status: 'party', dates: ['2024-05-14'], conflicts: [] });
	expect(of('PH', 'CEDAW').conflicts).toMatchObject([{ kind: 'date' }]);
	for (const { code } of memberStates)
		for (const instrument of instruments)
			expect(of(code, instrument.code).asOf ?? '2000', `${code} ${instrument.code}`).toMatch(
				/^\d{4}/
			);
});
