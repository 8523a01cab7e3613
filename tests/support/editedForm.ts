import fc from 'fast-check';
import { bodyOf, type Area, type Definition, type Part } from '#lib/xlsform/definition.ts';
import { nameOf } from '#lib/xlsform/edit/body.ts';
import { question } from './questionnaireBuilder.ts';

/** Names of all questions and sections, in order. */
export function partsOf(definition: Definition): string[] {
	const walk = (parts: readonly Part[]): string[] =>
		parts.flatMap((part) => [nameOf(part), ...(typeof part === 'string' ? [] : walk(part.body))]);
	return definition.areas.flatMap((area) => walk(bodyOf(area)));
}

type Shape = 'question' | { kind: 'group' | 'repeat'; body: Shape[] };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
	shape: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		fc.constant('question' as const),
		fc.record({
			kind: fc.constantFrom('group' as const, 'repeat' as const),
			body: fc.array(tie('shape'), { maxLength: 4 })
		})
	)
}));

/** Publishable forms of one to three areas with sections in sections, numbered in order. */
export function formWithSections(): fc.Arbitrary<Definition> {
	const area = fc.array(shape, { minLength: 1, maxLength: 5 });
	return fc.array(area, { minLength: 1, maxLength: 3 }).map(build);
}

function build(shapes: Shape[][]): Definition {
	let count = 0;
	const areas = shapes.map((of, at): Area => {
		const names: string[] = [];
		const walk = (each: Shape[]): Part[] =>
			each.map((part) => {
				if (part !== 'question') {
					const name = `s${++count}`;
					return { kind: part.kind, name, label: { en: name }, body: walk(part.body) };
				}
				const name = `q${++count}`;
				names.push(name);
				return name;
			});
		const body = walk(of);
		const title = { en: `Area ${at + 1}` };
		return {
			name: `area_${at + 1}`,
			number: at + 1,
			title,
			short: title,
			intro: {},
			kind: 'issue',
			questions: names.map((name, i) => question('text', name, { number: `${at + 1}.${i + 1}` })),
			...(body.every((part) => typeof part === 'string') ? {} : { body })
		};
	});
	return {
		id: 'edited',
		version: '1',
		title: { en: 'Edited' },
		default_language: 'en',
		languages: ['en'],
		choices: {},
		areas
	};
}
