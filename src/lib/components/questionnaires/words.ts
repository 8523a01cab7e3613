import { m } from '#lib/paraglide/messages.js';
import type { Loss } from '#lib/xlsform/carryOver.ts';
import type { Change } from '#lib/xlsform/difference.ts';
import type { SheetProblem } from '#lib/xlsform/sheet.ts';

const changes: Record<Change, () => string> = {
	type: m.questionnaires_change_type,
	choices: m.questionnaires_change_choices,
	choice_labels: m.questionnaires_change_choice_labels,
	label: m.questionnaires_change_label,
	hint: m.questionnaires_change_hint,
	logic: m.questionnaires_change_logic,
	area: m.questionnaires_change_area,
	place: m.questionnaires_change_place,
	number: m.questionnaires_change_number,
	settings: m.questionnaires_change_settings
};
const losses: Record<Loss, () => string> = {
	gone: m.questionnaires_loss_gone,
	type: m.questionnaires_loss_type,
	place: m.questionnaires_loss_place,
	value: m.questionnaires_loss_value
};

/** In what a question differs from before. */
export function changeWords(what: readonly Change[]): string {
	return what.map((change) => changes[change]()).join(', ');
}

/** Why an answer cannot stay. */
export function lossWords(loss: Loss): string {
	return losses[loss]();
}

type Wording = (inputs: Record<string, unknown>) => string;
const wordings = m as unknown as Record<string, Wording | undefined>;

/** What is wrong in a workbook and how to mend it; in English where no words are known for it. */
export function sheetProblemWords(problem: SheetProblem): string {
	return wordings[`sheets_${problem.code}`]?.(problem.values) ?? problem.message;
}
