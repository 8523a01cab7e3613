/**
 * Questionnaires of every shape for properties: areas that are groups and areas that are not,
 * groups and repeats in each other, every type with what belongs to it, one or more languages.
 */
import fc from 'fast-check';
import {
	type Area,
	type Choice,
	type Definition,
	EXPOSURES,
	type Part,
	type Question,
	QUESTION_TYPES,
	type QuestionType,
	type Section,
	type Text
} from '#lib/xlsform/definition.ts';

const LISTS = ['yes_no', 'sectors', 'units'];
const WORDS = [
	'Which side?',
	'"Quoted" & <b>bold</b>',
	'first line\nsecond line',
	'tab\there',
	'${first} said so',
	'100% | `code` \\ back',
	'ប្រព័ន្ធ',
	'ทำงาน, ที่ไหน',
	"it's 5 * 3 = 15",
	'**strong** [link](https://example.org)',
	'1',
	'2026-11-23',
	'TRUE',
	'=1+1',
	'emoji 🧑‍🌾'
];

const words = fc.constantFrom(...WORDS);

/** What is drawn for one language set; `tags` is never empty. */
function within(tags: readonly string[]) {
	const text: fc.Arbitrary<Text> = fc
		.tuple(...tags.map(() => words))
		.map((drawn) => Object.fromEntries(tags.map((tag, at) => [tag, drawn[at] ?? ''])));
	const maybe = <T>(value: fc.Arbitrary<T>, weight = 3) =>
		fc.option(value, { nil: undefined, freq: weight });
	const expression = fc.constantFrom(
		"${first} = 'yes'",
		'selected(${first}, \'a\') and not(${first} = "b")',
		'string-length(${first}) > 2 or today() < now()',
		'${first} != 3 div 2'
	);
	const condition = maybe(fc.oneof(fc.constant(true as const), expression));
	const common = {
		hint: maybe(text),
		guidance_hint: maybe(text, 8),
		relevant: maybe(expression),
		topics: maybe(
			fc.uniqueArray(fc.constantFrom('C4.contract', 'C5.remedy', 'C6'), { minLength: 1 })
		),
		evidence: maybe(fc.constant(true)),
		core: maybe(fc.constant(true)),
		exposure: fc.constantFrom(...EXPOSURES),
		number: fc.constantFrom('1.1', '2.3b', '0.4', '10')
	};
	const asked = {
		label: text,
		required: condition,
		required_message: maybe(text, 8),
		constraint: maybe(fc.constantFrom('. > 3', "regex(., '^[a-z]+$')")),
		constraint_message: maybe(text, 8),
		read_only: maybe(fc.oneof(fc.constant(true as const), expression), 8),
		media: maybe(
			text.map(() => ({ image: Object.fromEntries(tags.map((tag) => [tag, `${tag}.png`])) })),
			8
		)
	};
	const list = fc.constantFrom(...LISTS);
	const own: Partial<Record<QuestionType, Record<string, fc.Arbitrary<unknown>>>> = {
		select_one: { list, choice_filter: maybe(fc.constant('side = ${first}')) },
		select_multiple: {
			list,
			most: maybe(fc.integer({ min: 1, max: 9 })),
			parameters: maybe(fc.constant({ randomize: 'true', seed: '42' }))
		},
		scale: { list },
		rank: { list, most: maybe(fc.integer({ min: 1, max: 3 })) },
		number: { units: list, year: maybe(fc.constant(true)) },
		range: { parameters: fc.constant({ start: '0', end: '10', step: '2' }) },
		text: { default: maybe(fc.constantFrom('none', "concat('a', ${first})")) },
		matrix: {
			matrix: fc.record({
				rows: list,
				columns: fc.tuple(
					fc.record({
						name: fc.constant('hours'),
						label: text,
						type: fc.constant('number' as const),
						unit: text
					}),
					fc.record({
						name: fc.constant('paid'),
						label: text,
						type: fc.constant('choice' as const),
						list
					})
				)
			})
		},
		treaty: { instruments: list },
		calculate: { calculation: expression },
		metadata: { xlsform_type: fc.constantFrom('start', 'end', 'today', 'deviceid') }
	};
	const question = fc.constantFrom(...QUESTION_TYPES).chain((type) => {
		const isAsked = !['calculate', 'hidden', 'metadata'].includes(type);
		return fc
			.record({
				...common,
				...(isAsked && type !== 'note'
					? asked
					: { label: isAsked ? text : fc.constant({} as Text) }),
				...(isAsked ? {} : { hint: fc.constant(undefined), guidance_hint: fc.constant(undefined) }),
				...own[type]
			})
			.map((drawn) => ({ ...drawn, name: '', type }) as Question);
	});
	const { part } = fc.letrec<{ part: DrawnPart }>((tie) => ({
		part: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			{ weight: 5, arbitrary: question },
			{
				weight: 1,
				arbitrary: fc.record({
					section: fc
						.record({
							kind: fc.constantFrom('group' as const, 'repeat' as const),
							label: maybe(text, 2),
							relevant: maybe(expression),
							appearance: maybe(fc.constant('field-list')),
							count: maybe(fc.constant('${few}'))
						})
						.map(({ count, ...section }) =>
							section.kind === 'repeat' ? { ...section, count } : section
						),
					parts: fc.array(tie('part'), { minLength: 1, maxLength: 3 })
				})
			}
		)
	}));
	const area = fc.record({
		parts: fc.array(part, { minLength: 1, maxLength: 5 }),
		isOpen: fc.boolean(),
		title: text,
		short: text,
		intro: fc.oneof(text, fc.constant({} as Text)),
		kind: fc.constantFrom('background' as const, 'issue' as const),
		relevant: maybe(expression)
	});
	return { area };
}

type DrawnPart = Question | { section: Omit<Section, 'name' | 'body'>; parts: DrawnPart[] };

function choicesIn(tags: readonly string[]): Record<string, Choice[]> {
	const choice = (name: string, columns?: Record<string, string>): Choice => ({
		name,
		label: Object.fromEntries(tags.map((tag) => [tag, `${name} (${tag})`])),
		...(columns ? { columns } : {})
	});
	return {
		yes_no: [choice('yes'), choice('no')],
		sectors: [choice('a', { side: 'x' }), choice('b', { side: 'y' }), choice('c', { side: 'x' })],
		units: [choice('persons'), choice('households')]
	};
}

/** Drops what is undefined, as a definition that was read has no such fields. */
function tidy<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}

/** A definition as reading a workbook would give it. */
export const arbitraryDefinition: fc.Arbitrary<Definition> = fc
	.constantFrom(['en'], ['en', 'id'], ['default'], ['id', 'en', 'tet'])
	.chain((tags) => {
		const { area } = within(tags);
		return fc.record({
			tags: fc.constant(tags),
			drawn: fc.array(area, { minLength: 1, maxLength: 4 }),
			title: words,
			instanceName: fc.option(fc.constant("concat(${first}, '!')"), { nil: undefined })
		});
	})
	.map(({ tags, drawn, title, instanceName }) => {
		let count = 0;
		const first: Question = {
			name: 'first',
			number: '0.1',
			type: 'text',
			label: Object.fromEntries(tags.map((tag) => [tag, 'First'])),
			exposure: 'public'
		};
		const few: Question = {
			...first,
			name: 'few',
			number: '0.2',
			type: 'range',
			parameters: { start: '0', end: '4', step: '1' }
		};
		const head: Area = {
			name: 'head',
			number: 0,
			title: first.label,
			short: first.label,
			intro: {},
			kind: 'background',
			questions: [first, few]
		};
		const areas = drawn.map(({ parts, isOpen, ...facts }, at): Area => {
			const questions: Question[] = [];
			const place = (part: DrawnPart): Part => {
				const name = `n${count++}`;
				if (!('parts' in part)) {
					questions.push(tidy({ ...part, name }));
					return name;
				}
				return tidy({ ...part.section, name, body: part.parts.map(place) }) as Section;
			};
			const body: Part[] = parts.map(place);
			const hasSections = body.some((part) => typeof part !== 'string');
			const { relevant, ...more } = facts;
			return tidy({
				...more,
				name: `area_${at + 1}`,
				number: at + 1,
				questions,
				body: hasSections ? body : undefined,
				is_group: isOpen ? false : undefined,
				relevant: isOpen ? undefined : relevant
			}) as Area;
		});
		// Drawn records have no prototype; what is read has.
		return structuredClone(
			tidy({
				id: 'drawn',
				version: '1',
				title: { [tags[0] ?? 'default']: title },
				default_language: tags[0] ?? 'default',
				languages: tags,
				choices: choicesIn(tags),
				areas: [head, ...areas],
				settings: instanceName ? { instance_name: instanceName } : undefined
			}) as Definition
		);
	});
