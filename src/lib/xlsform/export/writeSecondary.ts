/** Secondary instances: the choice lists, and the files that come with the form. */
import type { Choice, Definition, Question } from '../definition.ts';
import type { FormParts } from './formParts.ts';
import { asksLastSaved, LAST_SAVED } from './references.ts';
import { element, escapeText, isXmlName } from './xml.ts';

const PULLDATA = /pulldata\s*\(\s*(?:'([^']*)'|"([^"]*)")/g;
const FILE = /^(.*)\.(csv|xml|geojson)$/i;

export function writeSecondaryInstances(parts: FormParts): string {
	const { definition } = parts;
	const files = externalFiles(definition);
	const external = [...files].map(([id, src]) => element('instance', { id, src }));
	const lists = Object.entries(definition.choices)
		.filter(([list]) => !files.has(list))
		.map(([list, choices]) =>
			element(
				'instance',
				{ id: list },
				element('root', {}, ...choices.map((choice, at) => writeChoice(list, choice, at, parts)))
			)
		);
	return [...external, ...lists].join('');
}

/** Whether the labels of a list are called by id: with languages, pictures or references. */
export function listHasItext(choices: readonly Choice[], isTranslated: boolean): boolean {
	return choices.some(
		({ label, media }) =>
			(isTranslated && Object.keys(label).length > 0) ||
			Object.keys(media ?? {}).length > 0 ||
			Object.values(label).some((text) => /\$\{[^}]*\}/.test(text))
	);
}

function writeChoice(
	list: string,
	choice: Choice,
	at: number,
	{ definition, texts, tree }: FormParts
): string {
	const hasItext = listHasItext(definition.choices[list] ?? [], texts.isTranslated);
	const id = `${list}-${at}`;
	if (hasItext) texts.keep(id, choice.label, tree.root, { media: choice.media });
	const columns = Object.entries(choice.columns ?? {}).filter(
		([name]) => isXmlName(name) && !name.includes(':')
	);
	return element(
		'item',
		{},
		hasItext ? element('itextId', {}, escapeText(id)) : '',
		element('name', {}, escapeText(choice.name)),
		hasItext ? '' : element('label', {}, texts.words(choice.label, tree.root)),
		...columns.map(([name, value]) => element(name, {}, escapeText(value)))
	);
}

/** Where a file of choices or a table lies, by the id it is called with. */
function externalFiles(definition: Definition): Map<string, string> {
	const found = new Map<string, string>();
	const add = (id: string, src: string): void => void (found.has(id) || found.set(id, src));
	const texts: string[] = [];
	for (const area of definition.areas)
		for (const question of area.questions) {
			if (question.xlsform_type === 'xml-external')
				add(
					question.element ?? question.name,
					`jr://file/${question.element ?? question.name}.xml`
				);
			if (question.xlsform_type === 'csv-external')
				add(
					question.element ?? question.name,
					`jr://file-csv/${question.element ?? question.name}.csv`
				);
			const file = FILE.exec(question.list ?? '');
			if (file)
				add(
					file[1] ?? '',
					`jr://${file[2]?.toLowerCase() === 'csv' ? 'file-csv' : 'file'}/${question.list}`
				);
			texts.push(...expressionsOf(question));
		}
	for (const text of texts)
		for (const [, single, double] of text.matchAll(PULLDATA)) {
			const id = single ?? double ?? '';
			add(id, `jr://file-csv/${id}.csv`);
		}
	if (texts.some(asksLastSaved)) add(LAST_SAVED, 'jr://instance/last-saved');
	return found;
}

function expressionsOf(question: Question): string[] {
	const { calculation, constraint, read_only, required, relevant, choice_filter } = question;
	return [
		calculation,
		constraint,
		read_only,
		required,
		relevant,
		choice_filter,
		question.default
	].filter((each): each is string => typeof each === 'string');
}
