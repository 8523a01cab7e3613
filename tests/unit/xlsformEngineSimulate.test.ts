import { expect, test } from 'vitest';
import { simulate } from '#lib/xlsform/engine/simulate.ts';
import { question, selectMultiple, text } from '../support/questionnaireBuilder.ts';
import { formOf, group, NOW, repeat } from '../support/sessionBuilder.ts';

const form = formOf(
	text('name', { required: true }),
	question('integer', 'members', { constraint: '. < 20' }),
	group(
		'house',
		{ relevant: "${name} != ''" },
		selectMultiple('sectors'),
		repeat('room', {}, text('use'), question('note', 'hint'))
	),
	repeat('member', { count: '${members}' }, text('nick')),
	question('calculate', 'twice', { label: {}, calculation: '${members} * 2' })
);
const play = (...steps: unknown[]) => simulate(form, steps, { now: NOW });
const changedBy = (...steps: unknown[]) => play(...steps).at(-1);

test('the opening lists every element in order', () => {
	const [first] = play();
	expect(first?.step).toBe(0);
	expect(first?.changed.map(({ ref }) => ref)).toEqual([
		'/name',
		'/members',
		'/house',
		'/house/sectors',
		'/house/room[1]',
		'/house/room[1]/use',
		'/house/room[1]/hint',
		'/twice'
	]);
	expect(first?.changed[0]).toEqual({
		ref: '/name',
		relevant: true,
		required: true,
		readonly: false,
		value: '',
		valid: false
	});
});

test('a step lists what changed, with or without the outermost element in its path', () => {
	for (const path of ['/members', '/data/members', 'members'])
		expect(changedBy({ set: path, value: '2' })).toEqual({
			step: 1,
			changed: [
				{
					ref: '/members',
					relevant: true,
					required: false,
					readonly: false,
					value: '2',
					valid: true
				},
				...['/member[1]', '/member[1]/nick', '/member[2]', '/member[2]/nick'].map((ref) => ({
					ref,
					relevant: true,
					required: false,
					readonly: false,
					value: ref.endsWith('nick') ? '' : null,
					valid: true
				})),
				{ ref: '/twice', relevant: true, required: false, readonly: false, value: '4', valid: true }
			]
		});
	const named = changedBy({ set: '/name', value: 'Tan' })?.changed;
	expect(named?.map(({ ref, relevant }) => [ref, relevant])).toContainEqual([
		'/house/sectors',
		true
	]);
	expect(changedBy({ set: '/members', value: 50 })?.changed[0]).toMatchObject({
		value: '50',
		valid: false
	});
});

test('entries come and go', () => {
	const steps = [
		{ set: '/name', value: 'Tan' },
		{ add: '/house/room' },
		{ set: '/house/room[2]/use', value: 'sleep' },
		{ remove: '/house/room[1]' }
	];
	expect(changedBy(...steps)).toMatchObject({
		changed: [{ ref: '/house/room[1]/use', value: 'sleep' }],
		removed: ['/house/room[2]', '/house/room[2]/use', '/house/room[2]/hint']
	});
	expect(
		changedBy({ set: '/members', value: '1' }, { set: '/members', value: '0' })?.removed
	).toEqual(['/member[1]', '/member[1]/nick']);
});

test('only what is offered is chosen, in the order of the list', () => {
	const step = { set: '/house/sectors', value: 'fishing nowhere domestic' };
	expect(changedBy({ set: '/name', value: 'x' }, step)?.changed.at(-1)).toMatchObject({
		value: 'domestic fishing'
	});
});

test.each([
	[null, 'bad_step'],
	[{ set: 1 }, 'bad_step'],
	[{ set: '/nowhere', value: 'x' }, 'unknown_path'],
	[{ set: '/house', value: 'x' }, 'not_a_question'],
	[{ set: '/house/room[7]/use', value: 'x' }, 'unknown_path'],
	[{ set: '/house/room[1]/hint', value: 'x' }, 'readonly'],
	[{ set: '/twice', value: 'x' }, 'unseen'],
	[{ add: '/house' }, 'not_a_repeat'],
	[{ add: '/member' }, 'counted'],
	[{ remove: '/house/room[3]' }, 'unknown_path'],
	[{ remove: '/' }, 'unknown_path']
])('%j is refused: %s', (step, code) => {
	const result = changedBy(step);
	expect(result).toMatchObject({ step: 1, changed: [], error: { code } });
});
