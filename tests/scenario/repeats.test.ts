import { expect, test } from 'vitest';
import { evaluateAreas } from '#lib/xlsform/evaluate.ts';
import { question, text } from '../support/questionnaireBuilder.ts';
import { formOf, group, kept, opened, repeat, say, valueOf } from '../support/sessionBuilder.ts';

const integer = (name: string, more = {}) => question('integer', name, more);
const calculate = (name: string, calculation: string) =>
	question('calculate', name, { label: {}, calculation });

const household = formOf(
	repeat(
		'child',
		{},
		text('child_name', { required: true }),
		integer('age'),
		text('school', { relevant: '${age} >= 6' }),
		calculate('place', 'position(..)'),
		calculate('older', 'indexed-repeat(${age}, ${child}, position(..) - 1)')
	),
	calculate('ages', 'sum(${age})'),
	calculate('children', 'count(${child})'),
	calculate('eldest', 'max(${age})'),
	calculate('names', "join(', ', ${child_name})")
);

test('a response begins with one entry; entries are added and taken away', () => {
	const session = opened(household);
	expect(session.section('child')).toMatchObject({ entries: ['1'], isCounted: false });
	const { entries, changed } = session.addEntry('child', 'k3f9');
	expect(entries).toEqual(['1', 'k3f9']);
	expect(changed).toEqual(expect.arrayContaining(['child', 'child_name[k3f9]']));
	expect(session.keysOf('law').slice(0, 6)).toEqual([
		'child_name[1]',
		'age[1]',
		'school[1]',
		'place[1]',
		'older[1]',
		'child_name[k3f9]'
	]);
	expect(session.removeEntry('child', '1').entries).toEqual(['k3f9']);
	expect(session.question('age[1]')).toBeUndefined();
	expect(valueOf(session, 'place[k3f9]')).toBe('1');
	expect(session.removeEntry('child', 'k3f9').entries).toEqual([]);
	expect(valueOf(session, 'children')).toBe('0');
});

test('inside an entry a name means that entry, outside all of them', () => {
	const session = opened(household);
	session.addEntry('child', 'b');
	say(session, 'age[1]', '5');
	say(session, 'age[b]', '9');
	say(session, 'child_name[1]', 'Ana');
	say(session, 'child_name[b]', 'Ben');
	expect(session.question('school[1]')?.relevant).toBe(false);
	expect(session.question('school[b]')?.relevant).toBe(true);
	expect(['ages', 'children', 'eldest', 'names'].map((key) => valueOf(session, key))).toEqual([
		'14',
		'2',
		'9',
		'Ana, Ben'
	]);
	expect(valueOf(session, 'older[b]')).toBe('5');
	session.removeEntry('child', '1');
	expect([valueOf(session, 'ages'), valueOf(session, 'older[b]')]).toEqual(['9', '']);
});

test('positions follow the entries', () => {
	const session = opened(household, { answers: kept({ child: ['x', 'y', 'z'] }) });
	const places = () => ['x', 'y', 'z'].map((id) => valueOf(session, `place[${id}]`));
	expect(places()).toEqual(['1', '2', '3']);
	session.removeEntry('child', 'x');
	expect(places()).toEqual([undefined, '1', '2']);
});

test('entries are counted one by one', () => {
	const answers = kept({ child: ['x', 'y'], 'child_name[x]': 'Ana', 'age[y]': '7' });
	const { counts, questions } = evaluateAreas(household, answers, { today: '2026-11-23' }).get(
		'law'
	)!;
	expect(counts).toEqual({
		asked: 5,
		answered: 2,
		requiredAsked: 2,
		requiredMissing: 1,
		invalid: 0
	});
	expect(questions['child_name[y]']?.missing).toBe(true);
});

test('a count decides how many entries there are', () => {
	const session = opened(
		formOf(integer('members'), repeat('member', { count: '${members}' }, text('name')))
	);
	expect(session.section('member')).toMatchObject({ entries: [], isCounted: true });
	say(session, 'members', '3');
	expect(session.section('member')?.entries).toEqual(['1', '2', '3']);
	say(session, 'name[2]', 'Ana');
	say(session, 'members', '1');
	expect(session.question('name[2]')).toBeUndefined();
	// No count is no reason to throw answers away, and a slip of the pen none to stop the page.
	say(session, 'members', '');
	expect(session.section('member')?.entries).toEqual(['1']);
	say(session, 'members', '812345678');
	expect(session.section('member')?.entries).toHaveLength(1000);
	say(session, 'members', '-2');
	expect(session.section('member')?.entries).toEqual([]);
});

test('an entry a count brings back has its answers again; other tools forget them', () => {
	const form = formOf(integer('members'), repeat('member', { count: '${members}' }, text('name')));
	for (const [forgets, expected] of [
		[false, 'Ana'],
		[true, '']
	] as const) {
		const session = opened(form, { forgets });
		for (const [key, value] of [
			['members', '1'],
			['name[1]', 'Ana'],
			['members', '0'],
			['members', '1']
		] as const)
			say(session, key, value);
		expect(valueOf(session, 'name[1]')).toBe(expected);
	}
});

test('repeats inside repeats: of the same outer entry', () => {
	const session = opened(
		formOf(
			repeat(
				'child',
				{},
				text('name'),
				repeat('toy', {}, text('toy_name'), calculate('owner', '${name}')),
				calculate('toys', 'count(${toy_name})')
			),
			calculate('all_toys', 'count(${toy_name})')
		)
	);
	session.addEntry('child', 'b');
	// The form opens with one entry of everything; what is added begins without inner ones.
	expect(session.section('toy[1]')?.entries).toEqual(['1']);
	expect(session.section('toy[b]')?.entries).toEqual([]);
	session.addEntry('toy[b]', 'ball');
	session.addEntry('toy[b]', 'doll');
	say(session, 'name[b]', 'Ben');
	expect(valueOf(session, 'owner[b/doll]')).toBe('Ben');
	expect([valueOf(session, 'toys[1]'), valueOf(session, 'toys[b]')]).toEqual(['1', '2']);
	expect(valueOf(session, 'all_toys')).toBe('3');
	expect(session.outline('law')[0]).toMatchObject({
		kind: 'repeat',
		key: 'child',
		entries: [{ id: '1' }, { id: 'b', parts: [{}, { key: 'toy[b]', entries: [{}, {}] }, {}] }]
	});
});

test('paths walk over entries as over elements', () => {
	const session = opened(
		formOf(
			group('house', {}, repeat('room', {}, integer('beds'))),
			calculate('second', '/data/house/room[2]/beds'),
			calculate('large', 'count(/data/house/room[beds > 1])'),
			calculate('last', '/anything/house/room[last()]/beds')
		)
	);
	session.addEntry('room', 'b');
	say(session, 'beds[1]', '1');
	say(session, 'beds[b]', '3');
	expect(['second', 'large', 'last'].map((key) => valueOf(session, key))).toEqual(['3', '1', '']);
});

test('a repeat that is not asked has entries that read as nothing', () => {
	const session = opened(
		formOf(
			text('any'),
			repeat('child', { relevant: "${any} = 'yes'" }, integer('age')),
			calculate('ages', "join(' ', ${age})")
		)
	);
	say(session, 'any', 'yes');
	say(session, 'age[1]', '4');
	expect(valueOf(session, 'ages')).toBe('4');
	say(session, 'any', 'no');
	expect([session.section('child')?.relevant, valueOf(session, 'ages')]).toEqual([false, '']);
});
