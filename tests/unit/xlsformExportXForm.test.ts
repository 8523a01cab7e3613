import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import { formTreeOf } from '#lib/xlsform/export/formTree.ts';
import { writePaths } from '#lib/xlsform/export/references.ts';
import { writeXForm } from '#lib/xlsform/export/writeXForm.ts';
import { household, open, text } from '../support/exportForms.ts';
import { question, questionnaire } from '../support/questionnaireBuilder.ts';

const { DOMParser } = new JSDOM('').window;

function parsed(definition: Definition): Document {
	const document = new DOMParser().parseFromString(writeXForm(definition), 'application/xml');
	const error = document.querySelector('parsererror');
	if (error) throw new Error(error.textContent ?? 'not well-formed');
	return document;
}

const one = (document: Document, selector: string): Element => {
	const found = document.querySelector(selector);
	if (!found) throw new Error(`no ${selector}`);
	return found;
};

const bindOf = (document: Document, path: string): Element =>
	one(document, `bind[nodeset="${path}"]`);

describe('paths', () => {
	const tree = formTreeOf(household());
	const path = (expression: string, from: string) => {
		const node = tree.find(from);
		if (!node) throw new Error(from);
		return writePaths(expression, node, tree).replace(/\s+/g, ' ').trim();
	};
	test.each([
		['outside repeats the whole path', '${size} + 1', 'first', '/data/size + 1'],
		['into a repeat: every entry', 'max(${age})', 'oldest', 'max( /data/child/age )'],
		['out of a repeat', '${size}', 'age', '/data/size'],
		['in the same entry', '${age} > 5', 'grade', '../../age > 5'],
		['from an inner repeat to the outer', '${child_name}', 'toy_name', '../../child_name'],
		['into an inner repeat', 'count(${toy_name})', 'toys', 'count( ../toy/toy_name )'],
		['blanks inside the braces', '${ age }', 'grade', '../../age'],
		[
			'indexed-repeat: places are whole paths, positions are not',
			'indexed-repeat(${age}, ${child}, ${age})',
			'grade',
			'indexed-repeat( /data/child/age , /data/child , ../../age )'
		],
		[
			'in the predicate of a table, from the question',
			"instance('t')/root/item[a = ${age}]/b",
			'grade',
			"instance('t')/root/item[a = current()/../../age ]/b"
		],
		['an earlier response', '${last-saved#size}', 'size', "instance('__last-saved')/data/size"],
		['unknown names stay', '${nobody}', 'size', '${nobody}']
	])('%s', (_, expression, from, expected) => {
		expect(path(expression, from)).toBe(expected);
	});
});

describe('what is written', () => {
	test('the baseline: every question with its label in both languages', () => {
		const document = parsed(aseanBaseline);
		for (const tag of aseanBaseline.languages) {
			const texts = new Map(
				[...document.querySelectorAll(`translation[lang="${tag}"] > text`)].map((each) => [
					each.getAttribute('id'),
					each.querySelector('value')?.textContent
				])
			);
			for (const { name, questions } of aseanBaseline.areas)
				for (const each of questions)
					expect(texts.get(`/data/${name}/${each.name}:label`)).toBe(each.label[tag]);
		}
		expect(one(document, 'translation[default]').getAttribute('lang')).toBe('en');
	});

	test('our own types become plain ones', () => {
		const document = parsed(aseanBaseline);
		const types = new Set(
			[...document.querySelectorAll('bind')].map((each) => each.getAttribute('type'))
		);
		expect([...types].filter((type) => type !== null).sort()).toEqual([
			'date',
			'decimal',
			'odk:rank',
			'string'
		]);
	});

	test('any text comes out as it went in', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (words) => {
				fc.pre(words !== '' && !/[$\u0000-\u001F\uFFFE\uFFFF]/.test(words));
				const document = parsed({
					...questionnaire(
						open(['a'], text('a', { label: { default: words }, default: `"${words}"` }))
					),
					default_language: 'default',
					languages: ['default']
				});
				expect(one(document, 'input > label').textContent).toBe(words);
			}),
			{ numRuns: 200 }
		);
	});

	test('texts with answers in them', () => {
		const document = parsed(
			questionnaire(
				open(['a', 'b'], text('a'), question('note', 'b', { label: { en: 'Hi ${a} < 3' } }))
			)
		);
		const value = one(document, 'text[id="/data/b:label"] > value');
		expect(value.textContent).toBe('Hi  < 3');
		expect(value.querySelector('output')?.getAttribute('value')?.trim()).toBe('/data/a');
	});

	test('required, read-only, constraint and their messages', () => {
		const document = parsed(
			questionnaire(
				open(
					['a'],
					text('a', {
						required: true,
						read_only: "${a} = 'x'",
						constraint: '. != "<"',
						constraint_message: { en: 'No' },
						required_message: { en: 'Please' }
					})
				)
			)
		);
		const bind = bindOf(document, '/data/a');
		expect(bind.getAttribute('required')).toBe('true()');
		expect(bind.getAttribute('readonly')).toBe("/data/a  = 'x'");
		expect(bind.getAttribute('constraint')).toBe('. != "<"');
		expect(bind.getAttribute('jr:constraintMsg')).toBe("jr:itext('/data/a:jr:constraintMsg')");
		expect(bind.getAttribute('jr:requiredMsg')).toBe("jr:itext('/data/a:jr:requiredMsg')");
	});

	test('what a device fills in, and the log of a response', () => {
		const meta = (name: string, xlsform_type = name) =>
			question('metadata', name, { xlsform_type, label: {} });
		const document = parsed(
			questionnaire(
				open(
					['start', 'place', 'log'],
					meta('start'),
					meta('place', 'start-geopoint'),
					meta('log', 'audit')
				)
			)
		);
		expect(bindOf(document, '/data/start').getAttribute('jr:preloadParams')).toBe('start');
		expect(bindOf(document, '/data/place').getAttribute('type')).toBe('geopoint');
		expect(one(document, 'setgeopoint').getAttribute('event')).toBe('odk-instance-first-load');
		expect(bindOf(document, '/data/meta/audit').getAttribute('type')).toBe('binary');
		expect(document.querySelector('data > log')).toBeNull();
	});
});
