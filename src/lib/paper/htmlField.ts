/** The fields of a file: the same names as on the page of the area, see formFields.ts. */
import { m } from '#lib/paraglide/messages.js';
import type { AnswerValue, MatrixValue, NumberValue, TreatyValue } from '#lib/xlsform/answers.ts';
import { VERDICTS } from '#lib/xlsform/checkCells.ts';
import { fieldName, POINT_PARTS } from '#lib/xlsform/formFields.ts';
import { entriesOf } from '#lib/xlsform/sameValue.ts';
import {
	plainDigits,
	stringOf,
	type PaperChoice,
	type PaperColumn,
	type PaperField,
	type PaperLocale,
	type PaperQuestion
} from './paper.ts';

const CHARACTERS: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;'
};

/** A text as HTML, in an attribute too. */
export function escape(text: string): string {
	return text.replace(/[&<>"]/g, (character) => CHARACTERS[character]!);
}

/** Attributes of a tag; what is '' or false is left out, true stands alone. */
function attributes(given: Record<string, string | boolean>): string {
	return Object.entries(given)
		.map(([name, value]) =>
			value === true
				? ` ${name}`
				: value === '' || value === false
					? ''
					: ` ${name}="${escape(value as string)}"`
		)
		.join('');
}

interface Drawing {
	question: PaperQuestion;
	locale: PaperLocale;
}

type Control = Record<string, string | boolean> & { name: string };

function input(control: Control): string {
	return `<input${attributes(control)}>`;
}

function textarea(control: Control, text: string, rows: number): string {
	// The first line break of a text area is not part of its text.
	return `<textarea rows="${rows}"${attributes(control)}>\n${escape(text)}</textarea>`;
}

/** A text of one line, or an area where it is long or already has several. */
function text(control: Control, value: string, isLong: boolean): string {
	return isLong || /[\r\n]/.test(value)
		? textarea(control, value, 5)
		: input({ ...control, value });
}

const NONE = '<option value="">–</option>';

function options(choices: readonly PaperChoice[], chosen: string): string {
	return choices
		.map(
			({ name, label }) =>
				`<option value="${escape(name)}"${name === chosen ? ' selected' : ''}>${escape(label)}</option>`
		)
		.join('');
}

function select(
	control: Control,
	choices: readonly PaperChoice[],
	chosen: string,
	none = NONE
): string {
	return `<select${attributes(control)}>${none}${options(choices, chosen)}</select>`;
}

/**
 * One of several with the same choices: written out in the first, and completed from it by the
 * file's script in the others, which hold only what is chosen.
 */
function repeated(
	control: Control,
	choices: readonly PaperChoice[],
	chosen: string,
	isFirst: boolean
): string {
	if (isFirst) return select(control, choices, chosen);
	const own = choices.filter(({ name }) => name === chosen);
	return `<select data-o${attributes(control)}>${NONE}${options(own, chosen)}</select>`;
}

function tick(
	type: 'radio' | 'checkbox',
	name: string,
	value: string,
	isChecked: boolean,
	label: string
) {
	return `<label><input type="${type}" name="${escape(name)}" value="${escape(value)}"${isChecked ? ' checked' : ''}>${escape(label)}</label>`;
}

function named(label: string, control: string): string {
	return `<label class="named"><span class="hint">${escape(label)}</span>${control}</label>`;
}

function cell(
	{ question }: Drawing,
	row: PaperChoice,
	column: PaperColumn,
	value: string | number | undefined,
	isFirst: boolean
) {
	const name = fieldName({ name: question.key }, 'cell', row.name, column.name);
	const given = value === undefined ? '' : typeof value === 'number' ? plainDigits(value) : value;
	// What row and column it is in is said by the script: here it would be said twice.
	if (column.type === 'choice') return repeated({ name }, column.choices, given, isFirst);
	if (column.type === 'text') return text({ name }, given, false);
	return input({ name, inputmode: 'decimal', value: given, placeholder: column.unit });
}

function matrix(
	drawing: Drawing,
	field: Extract<PaperField, { kind: 'matrix' }>,
	value: AnswerValue
) {
	const cells = new Map(entriesOf(value as MatrixValue));
	const given = (row: string) => new Map(entriesOf(cells.get(row)));
	const head = field.columns.map(({ label }) => `<th scope="col">${escape(label)}</th>`).join('');
	const rows = field.rows.map((row, at) => {
		const filled = given(row.name);
		const drawn = field.columns.map(
			(column) =>
				`<td data-l="${escape(column.label)}">${cell(drawing, row, column, filled.get(column.name) as string, at === 0)}</td>`
		);
		return `<tr><th scope="row">${escape(row.label)}</th>${drawn.join('')}</tr>`;
	});
	return `<table><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function treaty(
	{ question, locale }: Drawing,
	field: Extract<PaperField, { kind: 'treaty' }>,
	value: AnswerValue
) {
	const given = new Map(entriesOf(value as TreatyValue));
	const verdicts = {
		confirmed: m.questionnaire_treaty_confirmed,
		corrected: m.questionnaire_treaty_corrected,
		unsure: m.questionnaire_treaty_unsure
	};
	return field.instruments
		.map((instrument) => {
			const said = given.get(instrument.name) as TreatyValue[string] | undefined;
			const part = (name: string) => fieldName({ name: question.key }, name, instrument.name);
			const facts =
				instrument.facts.length > 0
					? instrument.facts
					: [m.questionnaire_treaty_no_facts({}, { locale })];
			return [
				`<div class="fact" role="group" aria-label="${escape(instrument.label)}"><b>${escape(instrument.label)}</b>`,
				...facts.map((fact) => `<p class="hint">${escape(fact)}</p>`),
				...VERDICTS.map((verdict) =>
					tick(
						'radio',
						part('verdict'),
						verdict,
						said?.verdict === verdict,
						verdicts[verdict]({}, { locale })
					)
				),
				named(
					m.questionnaire_treaty_correction({}, { locale }),
					text({ name: part('correction') }, said?.correction ?? '', false)
				),
				named(
					m.questionnaire_treaty_correction_source({}, { locale }),
					text({ name: part('source') }, said?.source ?? '', false)
				),
				'</div>'
			].join('');
		})
		.join('');
}

const TIMES = {
	date: ['date', /^\d{4}-\d\d-\d\d$/],
	time: ['time', /^\d\d:\d\d$/],
	datetime: ['datetime-local', /^\d{4}-\d\d-\d\dT\d\d:\d\d$/]
} as const;

/** The field of one question, with its answer. */
export function drawField(question: PaperQuestion, locale: PaperLocale): string {
	const drawing: Drawing = { question, locale };
	const { field, content } = question;
	const value = content.status === 'answered' ? content.value : null;
	const names = Array.isArray(value) ? value : [];
	const at = (...parts: (string | number)[]) => fieldName({ name: question.key }, ...parts);
	const labelled = { name: at('value'), 'aria-labelledby': `l-${question.key}` };
	switch (field.kind) {
		case 'one':
			return field.choices
				.map(({ name, label }) => tick('radio', at('value'), name, value === name, label))
				.join('');
		case 'pick':
			return select(labelled, field.choices, stringOf(value));
		case 'many': {
			const most = field.most
				? `<p class="hint">${escape(m.questionnaire_at_most({ most: field.most }, { locale }))}</p>`
				: '';
			const ticks = field.choices.map(({ name, label }) =>
				tick('checkbox', at('value'), name, names.includes(name), label)
			);
			return most + ticks.join('');
		}
		case 'rank': {
			const places = Array.from({ length: field.places }, (_, place) => {
				const label = m.questionnaire_rank_place({ place: place + 1 }, { locale });
				const control = { name: at('rank', place + 1), 'aria-label': label };
				return `<li>${repeated(control, field.choices, names[place] ?? '', place === 0)}</li>`;
			});
			const hint = m.questionnaire_rank_hint({}, { locale });
			return `<p class="hint">${escape(hint)}</p><ol>${places.join('')}</ol>`;
		}
		case 'number': {
			const number = (entriesOf(value) ? value : null) as NumberValue | null;
			const figure = number ? plainDigits(number.value) : '';
			const label = (words: string) => ({ 'aria-label': words, class: 'short' });
			const figureName = m.questionnaire_figure({}, { locale });
			const [unit, year] = [
				m.questionnaire_unit({}, { locale }),
				m.questionnaire_year({}, { locale })
			];
			return [
				named(
					figureName,
					input({ name: at('value'), ...label(figureName), inputmode: 'decimal', value: figure })
				),
				field.units.length > 0 &&
					named(
						unit,
						select(
							{ name: at('unit'), 'data-part': 'unit', ...label(unit) },
							field.units,
							number?.unit ?? '',
							''
						)
					),
				field.hasYear &&
					named(
						year,
						input({
							name: at('year'),
							...label(year),
							inputmode: 'numeric',
							value: String(number?.year ?? '')
						})
					)
			]
				.filter(Boolean)
				.join('');
		}
		case 'figure': {
			const placeholder = field.ends ? field.ends.join(' – ') : '';
			const inputmode = field.isWhole ? 'numeric' : 'decimal';
			return input({ ...labelled, inputmode, placeholder, value: stringOf(value) });
		}
		case 'date':
		case 'time':
		case 'datetime': {
			const [type, plain] = TIMES[field.kind];
			const given = stringOf(value);
			return input({
				...labelled,
				type: given === '' || plain.test(given) ? type : 'text',
				value: given
			});
		}
		case 'tick':
			return tick(
				'checkbox',
				at('value'),
				'OK',
				value === 'OK',
				m.questionnaire_acknowledge({}, { locale })
			);
		case 'point': {
			const given = stringOf(value).split(' ');
			const words = {
				latitude: m.questionnaire_latitude,
				longitude: m.questionnaire_longitude,
				altitude: m.questionnaire_altitude,
				accuracy: m.questionnaire_accuracy
			};
			return POINT_PARTS.map((part, place) =>
				named(words[part]({}, { locale }), input({ name: at(part), value: given[place] ?? '' }))
			).join('');
		}
		case 'points': {
			const hint = field.isShape
				? m.questionnaire_shape_hint({}, { locale })
				: m.questionnaire_trace_hint({}, { locale });
			const lines = stringOf(value).split('; ').join('\n');
			return `<p class="hint">${escape(hint)}</p>${textarea(labelled, lines, 5)}`;
		}
		case 'text':
			return text(labelled, stringOf(value), field.isLong);
		case 'matrix':
			return matrix(drawing, field, value);
		case 'treaty':
			return treaty(drawing, field, value);
		case 'file':
			return `<p class="hint">${escape(m.paper_no_files({}, { locale }))}</p>`;
		case 'given':
			return field.words === '' ? '' : `<p>${escape(field.words)}</p>`;
	}
}
