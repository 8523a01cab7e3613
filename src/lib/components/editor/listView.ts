/** What the page of a list of choices needs. */
import { getLocale } from '#lib/paraglide/runtime.js';
import type { DefinitionProblem } from '#lib/xlsform/checkDefinition.ts';
import { findQuestion, textIn, type Definition } from '#lib/xlsform/definition.ts';
import type { Fields } from '#lib/xlsform/edit/fields/fields.ts';
import { CHOICES_AT_ONCE, choiceFields, NEW_CHOICES } from '#lib/xlsform/edit/fields/listFields.ts';
import { columnsOf } from '#lib/xlsform/edit/lists.ts';
import { usesOfList } from '#lib/xlsform/edit/words.ts';
import { problemsOf } from './questionView.ts';

interface Draft {
	definition: Definition;
	problems: readonly DefinitionProblem[];
}

/** The view of a list from the choice at `from` on, or undefined where there is no such list. */
export function listView(draft: Draft, name: string, from: number) {
	const { definition } = draft;
	if (!Object.hasOwn(definition.choices, name)) return undefined;
	const choices = definition.choices[name]!;
	const first = Math.min(from, Math.floor(choices.length / CHOICES_AT_ONCE) * CHOICES_AT_ONCE);
	const last = Math.min(first + CHOICES_AT_ONCE, choices.length);
	const isEnd = last === choices.length;
	return {
		name,
		count: choices.length,
		from: first,
		/** Positions shown; empty rows for new choices follow those of the last part. */
		rows: Array.from({ length: last - first + (isEnd ? NEW_CHOICES : 0) }, (_, at) => first + at),
		parts: Array.from(
			{ length: Math.ceil(choices.length / CHOICES_AT_ONCE) },
			(_, part) => part * CHOICES_AT_ONCE
		),
		columns: columnsOf(choices),
		fields: { name, ...choiceFields(definition, choices, first) } as Fields,
		problems: Object.values(problemsOf(draft, 'list', name)).flat(),
		uses: usesOfList(definition, name).map((use) => ({
			...use,
			label: textIn(
				findQuestion(definition, use.name)?.question.label,
				getLocale(),
				definition.default_language
			)
		}))
	};
}

/** Where the page goes on after a list was saved: the part shown, and the button pressed. */
export function focusInList(count: number, fields: Fields): { from: number; at: string } {
	const [, step = '', word = ''] = /^(up|down|remove):(\d+)$/.exec(fields['step'] ?? '') ?? [];
	const before = Number(fields['from'] ?? 0) || 0;
	if (step === '') return { from: before, at: '' };
	const at = step === 'up' ? Number(word) - 1 : step === 'down' ? Number(word) + 1 : Number(word);
	const place = Math.max(0, Math.min(at, count - 1));
	const from = Math.floor(place / CHOICES_AT_ONCE) * CHOICES_AT_ONCE;
	if (step === 'remove') return { from, at: `#choice-${place}` };
	const isAtEnd = step === 'up' ? place === 0 : place === count - 1;
	const button = isAtEnd ? (step === 'up' ? 'down' : 'up') : step;
	return { from, at: `#${button}-${place}` };
}
