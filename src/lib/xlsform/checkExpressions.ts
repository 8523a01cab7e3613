/** What is wrong with the expressions of an area: unreadable, or naming what does not exist. */
import type { Report } from './checkDefinition.ts';
import { sectionsOf, type Area, type Question, type Text } from './definition.ts';
import { referencesOfText } from './dependents.ts';
import { triggersOf, type QuestionnairePlan } from './engine/plan.ts';
import { isDynamicDefault } from './engine/presets.ts';
import { isExpressionError } from './expression/expressionError.ts';
import { referencesOf } from './expression/parser.ts';

/** Checks the expressions of an area, of its sections and of its questions, in this order. */
export function checkExpressions(plan: QuestionnairePlan, area: Area, report: Report): void {
	function checkNames(names: readonly string[], path: string): void {
		for (const name of new Set(names))
			if (!plan.find(name)) report(path, 'unknown_reference', `There is no question “${name}”`);
	}

	function check(expression: string | boolean | undefined, path: string): void {
		if (typeof expression !== 'string' || expression === '') return;
		try {
			checkNames(referencesOf(expression), path);
		} catch (thrown) {
			if (!isExpressionError(thrown)) throw thrown;
			report(path, 'unreadable_expression', thrown.message);
		}
	}

	function checkText(text: Text | undefined, path: string): void {
		// What an earlier response held reads as nothing here.
		const names = referencesOfText(text).filter((name) => !name.startsWith('last-saved#'));
		checkNames(names, path);
	}

	function checkQuestion(question: Question): void {
		const path = `${area.name}.${question.name}`;
		for (const property of [
			'relevant',
			'required',
			'constraint',
			'read_only',
			'calculation',
			'choice_filter'
		] as const)
			check(question[property], `${path}.${property}`);
		const { default: preset, parameters } = question;
		if (preset && isDynamicDefault(preset, question.type)) check(preset, `${path}.default`);
		check(parameters?.['seed'], `${path}.parameters`);
		checkNames(triggersOf(question), `${path}.trigger`);
		for (const text of ['label', 'hint'] as const) checkText(question[text], `${path}.${text}`);
	}

	check(area.relevant, `${area.name}.relevant`);
	for (const { section } of sectionsOf(area)) {
		const path = `${area.name}.${section.name}`;
		check(section.relevant, `${path}.relevant`);
		check(section.read_only, `${path}.read_only`);
		check(section.count, `${path}.count`);
		checkText(section.label, `${path}.label`);
		checkText(section.hint, `${path}.hint`);
	}
	for (const question of area.questions) checkQuestion(question);
}
