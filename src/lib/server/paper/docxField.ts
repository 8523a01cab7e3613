/** Where an answer is written by hand: boxes, lines and tables, with what is answered so far. */
import { BorderStyle, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import { m } from '#lib/paraglide/messages.js';
import type { MatrixValue, NumberValue, TreatyValue } from '#lib/xlsform/answers.ts';
import { entriesOf } from '#lib/xlsform/sameValue.ts';
import {
	plainDigits,
	stringOf,
	type PaperChoice,
	type PaperField,
	type PaperLocale,
	type PaperQuestion
} from '#lib/paper/paper.ts';

type Block = Paragraph | Table;

const tick = (isTicked: boolean) => (isTicked ? '☒' : '☐');

const paragraph = (text: string) => new Paragraph({ text });

/** One choice under the other; more than that stand in lines, to be written out. */
const LISTED = 40;

function boxes(choices: readonly PaperChoice[], chosen: readonly string[]): Block[] {
	return choices.map(({ name, label }) => paragraph(`${tick(chosen.includes(name))}  ${label}`));
}

/** What is answered so far, and `count` ruled lines under it. */
function lines(text: string, count: number): Block[] {
	const line = { style: BorderStyle.SINGLE, size: 4, color: '878475', space: 1 };
	// Paragraphs with the same border share one; what stands between them is asked for apart.
	const rule = { bottom: line, between: line };
	const given = text === '' ? [] : text.split('\n').map((line) => paragraph(line));
	const ruled = Array.from(
		{ length: count },
		() => new Paragraph({ style: 'Rule', border: rule, spacing: { line: 460 }, text: '' })
	);
	return [...given, ...ruled];
}

function cell(text: string, isHead = false): TableCell {
	return new TableCell({
		margins: { top: 60, bottom: 60, left: 90, right: 90 },
		children: [new Paragraph({ children: [new TextRun({ text, bold: isHead })] })]
	});
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): Block {
	return new Table({
		width: { size: 100, type: WidthType.PERCENTAGE },
		rows: [
			new TableRow({
				tableHeader: true,
				cantSplit: true,
				children: head.map((text) => cell(text, true))
			}),
			...rows.map(
				(texts) =>
					new TableRow({ cantSplit: true, children: texts.map((text, at) => cell(text, at === 0)) })
			)
		]
	});
}

function matrix(field: Extract<PaperField, { kind: 'matrix' }>, value: MatrixValue | null): Block {
	const given = new Map(entriesOf(value));
	return table(
		['', ...field.columns.map(({ label, unit }) => (unit ? `${label} (${unit})` : label))],
		field.rows.map((row) => {
			const cells = new Map(entriesOf(given.get(row.name)));
			return [
				row.label,
				...field.columns.map((column) => {
					const typed = cells.get(column.name);
					const text = typeof typed === 'number' ? plainDigits(typed) : String(typed ?? '');
					if (column.type !== 'choice') return text;
					return column.choices
						.map(({ name, label }) => `${tick(name === text)} ${label}`)
						.join('   ');
				})
			];
		})
	);
}

function treaty(
	field: Extract<PaperField, { kind: 'treaty' }>,
	value: TreatyValue | null,
	locale: PaperLocale
): Block[] {
	const given = new Map(entriesOf(value));
	const verdicts = [
		['confirmed', m.questionnaire_treaty_confirmed({}, { locale })],
		['corrected', m.questionnaire_treaty_corrected({}, { locale })],
		['unsure', m.questionnaire_treaty_unsure({}, { locale })]
	] as const;
	return field.instruments.flatMap(({ name, label, facts }) => {
		const said = given.get(name) as TreatyValue[string] | undefined;
		const recorded = facts.length > 0 ? facts : [m.questionnaire_treaty_no_facts({}, { locale })];
		return [
			new Paragraph({
				keepNext: true,
				spacing: { before: 160 },
				children: [new TextRun({ text: label, bold: true })]
			}),
			...recorded.map((text) => new Paragraph({ style: 'Hint', text })),
			...verdicts.map(([verdict, words]) =>
				paragraph(`${tick(said?.verdict === verdict)}  ${words}`)
			),
			...lines([said?.correction, said?.source].filter(Boolean).join('\n'), 1)
		];
	});
}

function field(question: PaperQuestion, locale: PaperLocale): Block[] {
	const { field: drawn, content } = question;
	const value = content.status === 'answered' ? content.value : null;
	const names = Array.isArray(value) ? value : [stringOf(value)];
	switch (drawn.kind) {
		case 'one':
		case 'many':
			return boxes(drawn.choices, names);
		case 'pick': {
			if (drawn.choices.length <= LISTED) return boxes(drawn.choices, names);
			const label = drawn.choices.find(({ name }) => name === value)?.label ?? '';
			const all = drawn.choices.map((each) => each.label).join('; ');
			return [
				new Paragraph({ style: 'Hint', text: `${m.paper_docx_pick({}, { locale })} ${all}` }),
				...lines(label, 1)
			];
		}
		case 'rank': {
			const rows = drawn.choices.map(({ name, label }) => {
				const place = names.indexOf(name);
				return [place < 0 ? '' : String(place + 1), label];
			});
			return [
				new Paragraph({ style: 'Hint', text: m.paper_docx_rank({}, { locale }), keepNext: true }),
				...rows.map(([place, label]) =>
					paragraph(`${place ? `[ ${place} ]` : '[     ]'}  ${label}`)
				)
			];
		}
		case 'number': {
			const number = (entriesOf(value) ? value : null) as NumberValue | null;
			const units = drawn.units.map(({ name, label }) => `${tick(number?.unit === name)} ${label}`);
			const year = drawn.hasYear
				? `${m.paper_docx_year({}, { locale })} ${number?.year ?? '________'}`
				: '';
			const figure = number ? plainDigits(number.value) : '________________';
			return [paragraph([figure, ...units, year].filter(Boolean).join('     '))];
		}
		case 'figure': {
			const ends = drawn.ends ? `   (${drawn.ends.join(' – ')})` : '';
			return [paragraph(`${stringOf(value) || '________________'}${ends}`)];
		}
		case 'date':
		case 'time':
		case 'datetime':
			return [paragraph(stringOf(value) || '________________')];
		case 'tick':
			return [paragraph(`${tick(value === 'OK')}  ${m.questionnaire_acknowledge({}, { locale })}`)];
		case 'point':
			return lines(stringOf(value), 1);
		case 'points':
			return lines(stringOf(value).split('; ').join('\n'), 4);
		case 'text':
			return lines(stringOf(value), drawn.isLong ? 8 : 2);
		case 'matrix':
			return [matrix(drawn, value as MatrixValue | null)];
		case 'treaty':
			return treaty(drawn, value as TreatyValue | null, locale);
		case 'file':
			return [new Paragraph({ style: 'Hint', text: m.paper_no_files({}, { locale }) })];
		case 'given':
			return [paragraph(drawn.words)];
	}
}

/** The field of one question, and the codes that may stand instead of an answer (rule R2). */
export function drawDocxField(question: PaperQuestion, locale: PaperLocale): Block[] {
	const drawn = field(question, locale);
	if (question.field.kind === 'file' || question.field.kind === 'given') return drawn;
	const { status, reason, exposure } = question.content;
	const codes = [
		['dont_know', m.questionnaire_code_dont_know({}, { locale })],
		['not_applicable', m.questionnaire_code_not_applicable({}, { locale })],
		['not_safe', m.questionnaire_code_not_safe({}, { locale })]
	] as const;
	const who = {
		public: m.questionnaire_exposure_public,
		study_team: m.questionnaire_exposure_study_team,
		coordinators: m.questionnaire_exposure_coordinators
	}[exposure]({}, { locale });
	const boxed = codes.map(([code, words]) => `${tick(status === code)} ${words}`);
	const seen = m.paper_docx_who({ exposure: who }, { locale });
	return [
		...drawn,
		new Paragraph({
			style: 'Running',
			spacing: { before: 80 },
			text: [m.paper_docx_codes({}, { locale }), ...boxed, reason ?? ''].filter(Boolean).join('   ')
		}),
		new Paragraph({ style: 'Running', text: seen })
	];
}
