import { expect, test } from 'vitest';
import { date, question, text } from '../support/questionnaireBuilder.ts';
import { formOf, group, kept, opened, repeat, say, valueOf } from '../support/sessionBuilder.ts';

const calculate = (name: string, calculation: string, more = {}) =>
	question('calculate', name, { label: {}, calculation, ...more });

test('a response begins with the defaults, written or worked out', () => {
	const session = opened(
		formOf(
			text('language', { default: 'khmer' }),
			date('begun', { default: 'today()' }),
			date('founded', { default: '1967-08-08' }),
			text('same', { default: '${language}' })
		)
	);
	expect(['language', 'begun', 'founded', 'same'].map((key) => valueOf(session, key))).toEqual([
		'khmer',
		'2026-11-23',
		'1967-08-08',
		'khmer'
	]);
	say(session, 'language', 'lao');
	expect(valueOf(session, 'same')).toBe('khmer');
	expect(session.question('language')?.answered).toBe(true);
});

test('an answer given, even one taken away again, is not replaced by the default', () => {
	const form = formOf(text('language', { default: 'khmer' }));
	expect(valueOf(opened(form, { answers: kept({ language: 'lao' }) }), 'language')).toBe('lao');
	const emptied = { language: { status: 'empty' as const, value: null } };
	expect(valueOf(opened(form, { answers: emptied }), 'language')).toBe('');
	const session = opened(form);
	say(session, 'language', '');
	expect(valueOf(session, 'language')).toBe('');
});

test('a new entry begins with its defaults, too', () => {
	const session = opened(
		formOf(
			text('surname'),
			repeat('child', {}, text('name', { default: '${surname}' }), text('side', { default: 'a' }))
		)
	);
	say(session, 'surname', 'Tan');
	session.addEntry('child', 'b');
	expect(valueOf(session, 'name[1]')).toBe('');
	expect([valueOf(session, 'name[b]'), valueOf(session, 'side[b]')]).toEqual(['Tan', 'a']);
});

test('a trigger works the value out once more when its question changes, and only then', () => {
	const session = opened(
		formOf(
			text('employer'),
			text('rate'),
			calculate('asked_at', "concat('with ', ${rate})", { trigger: '${employer}' })
		)
	);
	expect(valueOf(session, 'asked_at')).toBe('');
	say(session, 'rate', '5');
	expect(valueOf(session, 'asked_at')).toBe('');
	say(session, 'employer', 'Mill');
	expect(valueOf(session, 'asked_at')).toBe('with 5');
	say(session, 'rate', '6');
	expect(valueOf(session, 'asked_at')).toBe('with 5');
	say(session, 'employer', '');
	expect(valueOf(session, 'asked_at')).toBe('with 6');
});

test('a triggered value stays open to change; a trigger in an entry stays in the entry', () => {
	const session = opened(
		formOf(
			repeat(
				'job',
				{},
				text('title'),
				text('note', { trigger: '${title}', calculation: "concat('As ', ${title})" })
			)
		)
	);
	session.addEntry('job', 'b');
	say(session, 'title[1]', 'cook');
	expect([valueOf(session, 'note[1]'), valueOf(session, 'note[b]')]).toEqual(['As cook', '']);
	say(session, 'note[1]', 'own words');
	expect(valueOf(session, 'note[1]')).toBe('own words');
});

test('questions about the device are there and know what needs no device', () => {
	const metadata = (name: string) => question('metadata', name, { label: {}, xlsform_type: name });
	const session = opened(formOf(metadata('start'), metadata('today'), metadata('deviceid')));
	expect(valueOf(session, 'start')).toMatch(/^2026-11-23T08:30:00/);
	expect(valueOf(session, 'today')).toBe('2026-11-23');
	expect(valueOf(session, 'deviceid')).toBe('');
});

test('read only is inherited from groups and does not stop calculations', () => {
	const session = opened(
		formOf(
			text('locked'),
			group('shown', { read_only: "${locked} = 'yes'" }, text('inner', { calculation: "'x'" }))
		)
	);
	expect(session.question('inner')).toMatchObject({ readonly: false, value: 'x' });
	expect(say(session, 'locked', 'yes')).toContain('inner');
	expect(session.question('inner')?.readonly).toBe(true);
	expect(session.section('shown')?.readonly).toBe(true);
});

test('labels are filled with answers and said to have changed with them', () => {
	const session = opened(formOf(text('name'), repeat('child', {}, text('nick'), text('age'))));
	const label = () => session.text('age[1]', 'How old is ${nick}, child of ${name}?');
	expect(label()).toBe('How old is , child of ?');
	expect(say(session, 'nick[1]', 'Ana')).toContain('age[1]');
	say(session, 'name', 'Tan');
	expect(label()).toBe('How old is Ana, child of Tan?');
});
