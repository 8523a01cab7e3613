/** Sections and areas as the fields of their forms, and back. */
import { type Area, type Definition, type Section } from '../../definition.ts';
import { type AreaWords } from '../areas.ts';
import { without } from '../without.ts';
import {
	readSwitch,
	readText,
	readWords,
	switchFields,
	textFields,
	type Fields
} from './fields.ts';

/** The fields a section's form begins with. */
export function sectionFields(definition: Definition, section: Section): Fields {
	const { languages } = definition;
	return {
		name: section.name,
		kind: section.kind,
		relevant: section.relevant ?? '',
		count: section.count ?? '',
		appearance: section.appearance ?? '',
		...switchFields('read_only', section.read_only),
		...textFields('label', section.label, languages),
		...textFields('hint', section.hint, languages)
	};
}

/** A section as its form was sent. */
export function readSection(
	definition: Definition,
	section: Section,
	fields: Fields
): Omit<Section, 'body'> {
	const { languages } = definition;
	const { label, hint, relevant, read_only, appearance, count } = section;
	const kind =
		fields['kind'] === 'repeat' || fields['kind'] === 'group' ? fields['kind'] : section.kind;
	const read = {
		label: readText('label', fields, label, languages),
		hint: readText('hint', fields, hint, languages),
		relevant: readWords('relevant', fields, relevant),
		read_only: readSwitch('read_only', fields, read_only),
		appearance: readWords('appearance', fields, appearance),
		// Only a repeat has a number of entries.
		count: kind === 'repeat' ? readWords('count', fields, count) : undefined
	};
	const said = Object.entries(read).filter(([, value]) => value !== undefined);
	const name = readWords('name', fields, section.name) ?? '';
	const rest = without(
		section,
		'body',
		'label',
		'hint',
		'relevant',
		'read_only',
		'appearance',
		'count'
	);
	return { ...rest, ...Object.fromEntries(said), kind, name };
}

/** The fields an area's form begins with. */
export function areaFields(definition: Definition, area: Area): Fields {
	const { languages } = definition;
	return {
		kind: area.kind,
		relevant: area.relevant ?? '',
		...textFields('title', area.title, languages),
		...textFields('short', area.short, languages),
		...textFields('intro', area.intro, languages)
	};
}

/** An area as its form was sent; without a short title the title stands in. */
export function readArea(definition: Definition, area: Area, fields: Fields): AreaWords {
	const { languages, default_language: language } = definition;
	const title = readText('title', fields, area.title, languages) ?? {};
	const short = readText('short', fields, area.short, languages) ?? {};
	const relevant = readWords('relevant', fields, area.relevant);
	return {
		title,
		short: short[language] || !title[language] ? short : { ...short, [language]: title[language] },
		intro: readText('intro', fields, area.intro, languages) ?? {},
		kind:
			fields['kind'] === 'background' || fields['kind'] === 'issue' ? fields['kind'] : area.kind,
		...(relevant ? { relevant } : {})
	};
}
