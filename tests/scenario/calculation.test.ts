import { expect, test } from 'vitest';
import { question, selectOne, text } from '../support/questionnaireBuilder.ts';
import { formOf, group, kept, opened, say, valueOf } from '../support/sessionBuilder.ts';

const integer = (name: string, more = {}) => question('integer', name, more);
const calculate = (name: string, calculation: string, more = {}) =>
	question('calculate', name, { label: {}, calculation, ...more });

test('a calculation follows what it looks at, through other calculations', () => {
	const session = opened(
		formOf(
			integer('men'),
			integer('women'),
			calculate('all', '${men} + ${women}'),
			calculate('share', 'round(${women} div ${all} * 100, 1)')
		)
	);
	expect(valueOf(session, 'all')).toBe('');
	say(session, 'men', '3');
	say(session, 'women', '1');
	expect(valueOf(session, 'share')).toBe('25');
	say(session, 'men', '');
	expect(valueOf(session, 'share')).toBe('');
});

test('a value is written as its type has it, and not at all where it does not fit', () => {
	const types = ['integer', 'decimal', 'date', 'time', 'datetime', 'geopoint', 'text'] as const;
	const session = opened(formOf(text('in'), ...types.map((type) => question(type, `as_${type}`))));
	const written = (said: string) =>
		types.map((type) => {
			say(session, `as_${type}`, said);
			return valueOf(session, `as_${type}`);
		});
	expect(written('7.9')).toEqual(['7', '7.9', '', '', '', '', '7.9']);
	expect(written('12')).toEqual(['12', '12.0', '', '', '', '', '12']);
	expect(written('2026-02-28')).toEqual(['', '', '2026-02-28', '', '', '', '2026-02-28']);
	expect(written('2026-02-30')).toEqual(['', '', '', '', '', '', '2026-02-30']);
	expect(written('23:59:00')).toEqual(['', '', '', '23:59:00', '', '', '23:59:00']);
	expect(written('2026-02-28T08:00:00')[4]).toBe('2026-02-28T08:00:00');
	expect(written('-6.2 106.8')[5]).toBe('-6.2 106.8');
	expect(written('-96.2 106.8')[5]).toBe('');
});

test('what is not asked calculates nothing and reads as nothing', () => {
	const session = opened(
		formOf(
			selectOne('has_law'),
			group(
				'details',
				{ relevant: "${has_law} = 'yes'" },
				text('name'),
				calculate('long', "concat(${name}, '!')")
			),
			calculate('copy', '${long}')
		)
	);
	say(session, 'name', 'Act 1');
	expect(valueOf(session, 'copy')).toBe('');
	say(session, 'has_law', 'yes');
	expect(valueOf(session, 'copy')).toBe('Act 1!');
	say(session, 'has_law', 'no');
	expect([valueOf(session, 'name'), valueOf(session, 'copy')]).toEqual(['', '']);
	say(session, 'has_law', 'yes');
	expect(valueOf(session, 'name')).toBe('Act 1');
});

test('a calculated answer may be changed until what it looks at changes', () => {
	const session = opened(
		formOf(integer('hours'), integer('week', { calculation: '${hours} * 6' }))
	);
	say(session, 'hours', '8');
	expect(session.question('week')).toMatchObject({ value: '48', hasCalculation: true });
	say(session, 'week', '40');
	expect(valueOf(session, 'week')).toBe('40');
	say(session, 'hours', '9');
	expect(valueOf(session, 'week')).toBe('54');
});

test('once() keeps what was worked out first, also in another session with the same seed', () => {
	const form = formOf(text('other'), calculate('draw', 'once(concat(random(), ${other}))'));
	const session = opened(form, { seed: 'delegation' });
	const drawn = valueOf(session, 'draw');
	say(session, 'other', 'x');
	expect(valueOf(session, 'draw')).toBe(drawn);
	expect(valueOf(opened(form, { seed: 'delegation' }), 'draw')).toBe(drawn);
	expect(valueOf(opened(form, { seed: 'another' }), 'draw')).not.toBe(drawn);
});

test('today() and now() are the moment given', () => {
	const session = opened(
		formOf(calculate('day', 'today()'), calculate('year', "format-date(now(), '%Y')"))
	);
	expect([valueOf(session, 'day'), valueOf(session, 'year')]).toEqual(['2026-11-23', '2026']);
});

test('a calculation that cannot be read gives nothing', () => {
	expect(valueOf(opened(formOf(calculate('odd', '1 +'))), 'odd')).toBe('');
});

test('answers that are kept are there when a response is opened again', () => {
	const form = formOf(integer('men'), calculate('twice', '${men} * 2'));
	expect(valueOf(opened(form, { answers: kept({ men: '4' }) }), 'twice')).toBe('8');
});
