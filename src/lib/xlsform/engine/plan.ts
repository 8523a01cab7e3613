/**
 * The elements of a questionnaire, before there is any data: areas that are groups, sections
 * and questions below one root. Made once for a definition.
 */
import {
	bodyOf,
	elementOf,
	type Area,
	type Definition,
	type Part,
	type Question,
	type Section
} from '../definition.ts';

export interface Plan {
	/** `area`: a stretch that is no group; the elements in it belong to the root. */
	kind: 'root' | 'area' | 'group' | 'repeat' | 'question';
	/** Under which its answer or entries are kept; for an area, its name. */
	name: string;
	/** Its name in the data. */
	element: string;
	/** null for the root only. */
	around: Plan | null;
	parts: Plan[];
	/** Where it stands among the parts of what is around it, from 0. */
	place: number;
	/** Repeats around it, outermost first, itself not counted. */
	repeats: readonly Plan[];
	question?: Question;
	/** What a group, repeat or area says of itself. */
	relevant?: string | undefined;
	readOnly?: string | boolean | undefined;
	section?: Section;
	area?: Area;
}

export interface QuestionnairePlan {
	root: Plan;
	/** By area name. */
	areas: ReadonlyMap<string, Plan>;
	/** What `${name}` means, if anything. */
	find(name: string): Plan | undefined;
}

const made = new WeakMap<Definition, QuestionnairePlan>();

/** The names in the `trigger` column: `${a}`, or several separated by commas. */
export function triggersOf(question: Question): string[] {
	return [...(question.trigger ?? '').matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map(
		([, name = '']) => name
	);
}

function lay(definition: Definition): QuestionnairePlan {
	const rootName = definition.settings?.name || 'data';
	const root: Plan = plan('root', '', rootName, null);
	const byName = new Map<string, Plan>();
	const byElement = new Map<string, Plan>();
	const areas = new Map<string, Plan>();

	function plan(kind: Plan['kind'], name: string, element: string, around: Plan | null): Plan {
		const repeats = around?.kind === 'repeat' ? [...around.repeats, around] : around?.repeats;
		return { kind, name, element, around, parts: [], place: 0, repeats: repeats ?? [] };
	}

	function place(each: Plan): void {
		const { parts } = each.around!;
		each.place = parts.push(each) - 1;
	}

	function add(each: Plan): Plan {
		place(each);
		if (!byName.has(each.name)) byName.set(each.name, each);
		if (!byElement.has(each.element)) byElement.set(each.element, each);
		return each;
	}

	function addParts(area: Area, parts: readonly Part[], around: Plan): void {
		const questions = new Map(area.questions.map((question) => [question.name, question]));
		for (const part of parts) {
			if (typeof part !== 'string') {
				const made = add(plan(part.kind, part.name, elementOf(part), around));
				Object.assign(made, { relevant: part.relevant, readOnly: part.read_only, section: part });
				addParts(area, part.body, made);
				continue;
			}
			const question = questions.get(part);
			// A file that other questions look into is no element of the data; nor is the log of a device.
			if (!question || /^((xml|csv)-external|audit)$/.test(question.xlsform_type ?? '')) continue;
			const { relevant, read_only: readOnly } = question;
			const made = add(plan('question', part, elementOf(question), around));
			Object.assign(made, { question, relevant, readOnly });
		}
	}

	for (const area of definition.areas) {
		const kind = area.is_group === false ? 'area' : 'group';
		const made = plan(kind, area.name, area.name, root);
		place(Object.assign(made, { relevant: area.relevant, area }));
		areas.set(area.name, made);
		addParts(area, bodyOf(area), made);
	}
	// Areas last: a question may bear the name of an area, and ${name} then means the question.
	for (const each of areas.values())
		if (each.kind === 'group' && !byName.has(each.name)) byName.set(each.name, each);

	const find = (name: string) => byName.get(name) ?? byElement.get(name);
	return { root, areas, find };
}

/** The plan of a definition, remembered as long as the definition lives. */
export function planOf(definition: Definition): QuestionnairePlan {
	const known = made.get(definition) ?? lay(definition);
	made.set(definition, known);
	return known;
}
