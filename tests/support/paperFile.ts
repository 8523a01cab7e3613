/** A file to fill in, made without a server and opened in a browser of its own. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { buildParts } from '#lib/paper/buildPaper.ts';
import { drawBody, drawPaper } from '#lib/paper/html.ts';
import { type Paper, paperLocale, plainDigits } from '#lib/paper/paper.ts';
import { packAssets } from '#lib/server/paper/assets.ts';
import { lookAt } from '#lib/server/responses/look.ts';
import type { AnswerContent, Answers, AnswerValue } from '#lib/xlsform/answers.ts';
import { answerKey } from '#lib/xlsform/answerKey.ts';
import { VERDICTS } from '#lib/xlsform/checkCells.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import { rangeOf } from '#lib/xlsform/checkTypes.ts';
import {
	type Area,
	choicesOf,
	type Definition,
	EXPOSURES,
	type Question
} from '#lib/xlsform/definition.ts';
import { writeQuestionFields } from '#lib/xlsform/formFields.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';

export const assets = packAssets(
	readFileSync('src/lib/paper/fill.js', 'utf8'),
	readFileSync('src/lib/paper/paper.css', 'utf8')
);

/** The paper of an area with these answers. */
export function paperOf(
	definition: Definition,
	area: Area,
	answers: Readonly<Record<string, AnswerContent>> = {},
	language = definition.default_language
): Paper {
	const look = lookAt(definition, answers as Answers, {
		now: new Date('2026-11-24T08:00:00Z'),
		seed: 'paper',
		language
	});
	const parts = buildParts({
		definition,
		area,
		language,
		answers,
		seen: look.see(area),
		elsewhere: {},
		facts: {}
	});
	return {
		language,
		locale: paperLocale(language),
		country: 'Cambodia',
		roundName: '2026',
		studyName: 'Rights study',
		areaNumber: `${area.number}.`,
		areaTitle: area.title[language] ?? '',
		intro: area.intro[language] ?? '',
		isInvented: true,
		isWritable: true,
		madeBy: 'Sokha',
		madeAt: new Date('2026-11-24T08:00:00Z'),
		parts
	};
}

/** The file of a paper, unsigned. */
export function fileOf(paper: Paper, payload: unknown = {}): string {
	const body = drawBody(paper);
	return drawPaper(paper, { body, payload, name: 'filled.html', assets });
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export interface OpenFile {
	dom: JSDOM;
	document: Document;
	/** Answers one question, field by field, as a person would. */
	fill(question: Question, key: string, content: AnswerContent): void;
	/** Presses the button with these words. */
	press(act: string, within?: string): void;
	/** The page as a browser saves it. */
	saved(): string;
}

/** Opens a file as a phone without a line does; its own script runs. */
export function openFile(html: string): OpenFile {
	const dom = new JSDOM(html, { runScripts: 'dangerously', url: 'https://file.invalid/' });
	const { document } = dom.window;
	const input = (control: Element) =>
		control.dispatchEvent(new dom.window.Event('input', { bubbles: true }));
	const byName = (name: string) =>
		[...document.querySelectorAll('input,select,textarea')].filter(
			(control): control is Control => (control as Control).name === name
		);
	return {
		dom,
		document,
		fill(question, key, content) {
			for (const [name, written] of writeQuestionFields({ ...question, name: key }, content, 0)) {
				// Nobody types 5e-324.
				const value = /^-?[\d.]+e[-+]\d+$/.test(written) ? plainDigits(Number(written)) : written;
				const controls = byName(name);
				const tick = controls.find((each) => ['radio', 'checkbox'].includes(each.type));
				const control = tick ? controls.find((each) => each.value === value) : controls[0];
				if (!control) continue;
				if (tick) (control as HTMLInputElement).checked = true;
				else control.value = value;
				input(control);
			}
		},
		press(act, within = 'body') {
			document.querySelector<HTMLElement>(`${within} [data-do="${act}"]`)!.click();
		},
		saved: () => dom.serialize()
	};
}

const WORDS = [
	'Wages are held back.',
	'Two\nlines',
	'\nled by a blank line',
	'</textarea><script>alert(1)</script>',
	'</script><!--e--> data-q="n0"',
	'a & b &amp; "quoted" <b>',
	'កម្មករ​ដែល​ត្រូវ',
	'ทำงาน, ที่ไหน 🧑‍🌾',
	'=1+1'
];

/** Something a person could answer; undefined where the type takes no answer in a file. */
function arbitraryValue(
	definition: Definition,
	question: Question,
	isTyped: boolean
): fc.Arbitrary<AnswerValue> | undefined {
	const names = choicesOffered(definition, question).map(({ name }) => name);
	const isLine = isTyped && question.type !== 'long_text';
	const words = fc.constantFrom(...WORDS.filter((each) => !isLine || !each.includes('\n')));
	const figure = fc.double({ noNaN: true, noDefaultInfinity: true });
	switch (question.type) {
		case 'select_one':
		case 'scale':
			return fc.constantFrom(...names);
		case 'select_multiple':
		case 'rank':
			return fc.shuffledSubarray(names, {
				minLength: 1,
				maxLength: Math.min(names.length, question.most ?? names.length)
			});
		case 'number': {
			const units = choicesOf(definition, question.units).map(({ name }) => name);
			return fc
				.tuple(figure, fc.constantFrom(...units), fc.integer({ min: 1900, max: 2100 }))
				.map(([value, unit, year]) => ({ value, unit, ...(question.year && { year }) }));
		}
		case 'integer':
			return fc.integer().map(String);
		case 'decimal':
			return fc.integer().map((each) => String(each / 100));
		case 'range': {
			const { start, end, step } = rangeOf(question);
			const steps = Math.floor(Math.abs(end - start) / step);
			return fc.integer({ min: 0, max: steps }).map((each) => String(start + each * step));
		}
		case 'date':
			return fc
				.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
				.map((day) => day.toISOString().slice(0, 10));
		case 'time':
			return fc.constantFrom('08:30', ...(isTyped ? [] : ['08:30:15.250Z']));
		case 'datetime':
			return fc.constantFrom(
				'2026-11-23T08:30',
				...(isTyped ? [] : ['2026-11-23T08:30:00.000+07:00'])
			);
		case 'text':
		case 'long_text':
		case 'barcode':
			return words;
		case 'acknowledge':
			return fc.constant('OK');
		case 'geopoint':
			return fc.constantFrom('13.75 100.5', '13.75 100.5 12 5');
		case 'geotrace':
			return fc.constant('13.75 100.5 0 0; 13.8 100.6 0 0');
		case 'geoshape':
			return fc.constant('13.75 100.5 0 0; 13.8 100.6 0 0; 13.9 100.5 0 0; 13.75 100.5 0 0');
		case 'matrix': {
			const rows = choicesOf(definition, question.matrix?.rows).map(({ name }) => name);
			return fc
				.tuple(fc.subarray(rows, { minLength: 1 }), figure, fc.boolean())
				.map(([chosen, hours, isPaid]) =>
					Object.fromEntries(chosen.map((row) => [row, { hours, ...(isPaid && { paid: 'yes' }) }]))
				);
		}
		case 'treaty': {
			const names = choicesOf(definition, question.instruments).map(({ name }) => name);
			return fc
				.tuple(fc.subarray(names, { minLength: 1 }), fc.constantFrom(...VERDICTS), words)
				.map(([chosen, verdict, correction]) =>
					Object.fromEntries(chosen.map((name) => [name, { verdict, correction }]))
				);
		}
		default:
			return undefined;
	}
}

/**
 * Some answers of an area as they would be stored, by key. `isTyped`: only what a person can
 * type into a field, and not what came by another way.
 */
export function arbitraryAnswers(
	definition: Definition,
	asked: readonly { question: Question; entries: readonly string[] }[],
	isTyped: boolean
): fc.Arbitrary<Record<string, AnswerContent>> {
	const drawn = asked.flatMap(({ question, entries }) => {
		const value = arbitraryValue(definition, question, isTyped);
		if (!value) return [];
		const content = fc.oneof(
			{
				weight: 4,
				arbitrary: value.map((each) => ({ status: 'answered', value: each, reason: null }))
			},
			fc.constantFrom(
				{ status: 'dont_know', value: null, reason: null },
				{ status: 'not_applicable', value: null, reason: 'No "such" <law>' },
				{ status: 'not_safe', value: null, reason: null }
			)
		);
		const exposed = fc.tuple(content, fc.constantFrom(...EXPOSURES));
		const answer = exposed.map(([said, exposure]) => {
			const checked = checkContent(definition, question, { ...said, exposure });
			return checked.ok ? ([answerKey(question.name, entries), checked.content] as const) : null;
		});
		return [fc.option(answer, { freq: 4 })];
	});
	return fc.tuple(...drawn).map((all) => Object.fromEntries(all.filter((each) => each !== null)));
}
