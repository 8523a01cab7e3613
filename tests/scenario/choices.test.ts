import { expect, test } from 'vitest';
import type { Choice } from '#lib/xlsform/definition.ts';
import {
	labelled,
	question,
	rank,
	selectMultiple,
	selectOne
} from '../support/questionnaireBuilder.ts';
import { formOf, opened, repeat, say, valueOf } from '../support/sessionBuilder.ts';
import { text } from '../support/questionnaireBuilder.ts';

const calculate = (name: string, calculation: string) =>
	question('calculate', name, { label: {}, calculation });

const place = (name: string, within: string): Choice => ({
	name,
	label: labelled(name),
	columns: { province: within, code: `ID-${name.toUpperCase()}` }
});
const districts = [place('bandung', 'west'), place('bogor', 'west'), place('malang', 'east')];
const provinces = ['west', 'east'].map((name) => ({ name, label: labelled(name) }));

function withPlaces(...pieces: Parameters<typeof formOf>) {
	const form = formOf(...pieces);
	return { ...form, choices: { ...form.choices, provinces, districts } };
}

const cascade = withPlaces(
	selectOne('province', { list: 'provinces' }),
	selectOne('district', {
		list: 'districts',
		choice_filter: 'province = ${province}',
		required: true
	}),
	selectMultiple('visited', { list: 'districts', choice_filter: 'province != ${province}' }),
	calculate('code', "instance('districts')/root/item[name = ${district}]/code"),
	calculate('called', "jr:choice-name(${district}, '${district}')")
);

const offered = (session: ReturnType<typeof opened>, key: string) =>
	session.question(key)?.choices?.map(({ name }) => name);

test('only the choices the filter holds for are offered', () => {
	const session = opened(cascade);
	expect(offered(session, 'district')).toEqual([]);
	expect(say(session, 'province', 'west')).toContain('district');
	expect(offered(session, 'district')).toEqual(['bandung', 'bogor']);
	expect(offered(session, 'visited')).toEqual(['malang']);
});

test('an answer the filter took away reads as nothing and is marked, until it is offered again', () => {
	const session = opened(cascade);
	say(session, 'province', 'west');
	say(session, 'district', 'bogor');
	expect([valueOf(session, 'code'), valueOf(session, 'called')]).toEqual(['ID-BOGOR', 'Bogor']);
	say(session, 'province', 'east');
	expect(session.question('district')).toMatchObject({
		value: '',
		invalid: true,
		invalidCode: 'unknown_choice',
		missing: false
	});
	expect(valueOf(session, 'code')).toBe('');
	say(session, 'province', 'west');
	expect(valueOf(session, 'district')).toBe('bogor');
});

test('several answers stand in the order of the list', () => {
	const session = opened(withPlaces(selectMultiple('visited', { list: 'districts' })));
	say(session, 'visited', ['malang', 'bandung']);
	expect(valueOf(session, 'visited')).toBe('bandung malang');
});

test('a ranking keeps its order', () => {
	const session = opened(withPlaces(rank('best', { list: 'districts' })));
	say(session, 'best', ['malang', 'bandung']);
	expect(valueOf(session, 'best')).toBe('malang bandung');
});

test('chance orders choices the same way for the same seed', () => {
	const form = withPlaces(
		selectOne('district', { list: 'districts', parameters: { randomize: 'true', seed: '7' } }),
		selectOne('other', { list: 'districts', parameters: { randomize: 'true' } })
	);
	const once = opened(form, { seed: 'a' });
	const again = opened(form, { seed: 'a' });
	for (const key of ['district', 'other']) {
		expect(offered(once, key)).toEqual(offered(again, key));
		expect(offered(once, key)?.toSorted()).toEqual(['bandung', 'bogor', 'malang']);
	}
});

test('choices and figures come from supplied tables', () => {
	const form = formOf(
		selectOne('village', { list: 'villages.csv', choice_filter: 'size > 100' }),
		calculate('people', "pulldata('villages', 'size', 'name', ${village})")
	);
	const villages = {
		columns: ['name', 'label', 'size'],
		rows: [
			['a', 'Village A', '90'],
			['b', 'Village B', '200']
		]
	};
	const session = opened({ ...form, external: { 'villages.csv': villages } });
	expect(session.question('village')?.choices).toEqual([{ name: 'b', label: { en: 'Village B' } }]);
	say(session, 'village', 'b');
	expect(valueOf(session, 'people')).toBe('200');
	expect(valueOf(opened(form), 'people')).toBe('');
});

test('what was said in the entries of a repeat can be chosen', () => {
	const session = opened(
		formOf(repeat('child', {}, text('name')), selectOne('eldest', { list: '${name}' }))
	);
	session.addEntry('child', 'b');
	say(session, 'name[b]', 'Ben');
	expect(offered(session, 'eldest')).toEqual(['Ben']);
	say(session, 'eldest', 'Ben');
	expect(valueOf(session, 'eldest')).toBe('Ben');
});

test('a filter that cannot be read takes nothing away', () => {
	const form = withPlaces(selectOne('district', { list: 'districts', choice_filter: '=' }));
	expect(offered(opened(form), 'district')).toEqual(['bandung', 'bogor', 'malang']);
});

test('choices looked up in a sheet of their own: what is said stays, and is marked where it is none', () => {
	const session = opened(
		withPlaces(
			selectOne('province', { list: 'provinces' }),
			selectOne('district', {
				list: 'districts',
				choice_filter: 'province = ${province}',
				xlsform_type: 'select_one_external'
			})
		)
	);
	say(session, 'district', 'bogor');
	expect(session.question('district')).toMatchObject({ value: 'bogor', invalid: true });
	say(session, 'province', 'west');
	expect(session.question('district')).toMatchObject({ value: 'bogor', invalid: false });
});
