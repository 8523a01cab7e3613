/** The fields of a file: the same names as on the page of the area, see formFields.ts. */
import { m } from '#lib/paraglide/messages.js';
import type { AnswerValue, MatrixValue, NumberValue, TreatyValue } from '#lib/xlsform/answers.ts';
import { VERDICTS } from '#lib/xlsform/checkCells.ts';
import { fieldName, POINT_PARTS } from '#lib/xlsform/formFields.ts';
import { entriesOf } from '#lib/xlsform/sameValue.ts';
import { escape, input, named, repeated, select, text, textarea, tick } from './htmlControls.ts';
import {
	plainDigits,
	stringOf,
	type PaperChoice,
	type PaperColumn,
	type PaperField,
	type PaperLocale,
	type PaperQuestion
} from './paper.ts';

interface Drawing {
	question: PaperQuestion;
	locale: PaperLocale;
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
