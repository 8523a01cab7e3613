/** What a workbook may hold that Mufakat reads and does nothing with. */
import type { ExternalTable } from '../definition.ts';
import { hasReference } from './names.ts';
import { sheetProblem } from './problemCodes.ts';
import type { ReadForm } from './readForm.ts';
import { hasColumn, headerOf, valueAt } from './rows.ts';
import { warn } from './surveyContext.ts';
import { type Element, walk } from './tree.ts';
import { FILE_EXTENSIONS, splitExtension } from './typeNames.ts';

/** Features by what gives them away in a row, worded for the start of a sentence. */
const OF_ROWS: readonly [feature: string, path: string, isUsed: (element: Element) => boolean][] = [
	['A choice of map features (osm)', 'type', ({ type }) => type === 'osm'],
	['Recording in the background', 'type', ({ type }) => type === 'background-audio'],
	['Locating in the background', 'type', ({ type }) => /^(start|background)-geopoint$/.test(type)],
	['The audit log of a device', 'type', ({ type }) => type === 'audit'],
	[
		'Keeping answers as entities (save_to)',
		'bind::entities:saveto',
		({ row }) => hasColumn(row, 'bind::entities:saveto')
	],
	[
		'search() in an appearance',
		'control::appearance',
		({ row }) => /search\(/.test(valueAt(row, 'control::appearance'))
	],
	[
		'Starting another app (intent)',
		'control::intent',
		({ row }) => hasColumn(row, 'control::intent')
	]
];

const OF_SETTINGS: Readonly<Record<string, string>> = {
	public_key: 'Encryption on the device (public_key)',
	submission_url: 'Another address to send to (submission_url)',
	add_none_option: 'A choice “none” added everywhere (add_none_option)'
};

/** The files the choices and expressions of an element name. */
function filesOf({ type, name, list, row }: Element): { file: string; path: string }[] {
	const external = /^(xml|csv)-external$/.exec(type);
	if (external) return [{ file: `${name}.${external[1]}`, path: 'type' }];
	if (list !== undefined && FILE_EXTENSIONS.includes(splitExtension(list).extension))
		return [{ file: list, path: 'type' }];
	return [...row.cells].flatMap(([path, cell]) =>
		[...cell.value.matchAll(/pulldata\s*\(\s*['"]([^'"]+)['"]/g)].map((match) => ({
			file: `${match[1]}.csv`,
			path
		}))
	);
}

/** Warns of what has no effect here, and of files that are named but were not supplied. */
export function warnUnsupported(
	{ elements, context }: ReadForm,
	external: Readonly<Record<string, ExternalTable>> = {}
): void {
	const { settings, problems } = context;
	const missing = new Set<string>();
	for (const { element } of walk(elements)) {
		for (const [feature, path, isUsed] of OF_ROWS)
			if (isUsed(element)) warn(context, element.row, 'unsupported', path, { feature });
		if (hasReference(element.list ?? ''))
			warn(context, element.row, 'unsupported', 'type', {
				feature: 'Choices taken from the entries of a repeat'
			});
		for (const { file, path } of filesOf(element)) {
			if (Object.hasOwn(external, file) || missing.has(file)) continue;
			missing.add(file);
			warn(context, element.row, 'file_missing', path, { value: file });
		}
	}
	for (const [setting, feature] of Object.entries(OF_SETTINGS))
		if (settings.row && hasColumn(settings.row, setting))
			problems.warnings.push(
				sheetProblem(
					'unsupported',
					{ sheet: settings.sheet, row: 2, column: headerOf(settings.row, setting) },
					{ feature }
				)
			);
}
