import type { Definition, Media, Text } from '../definition.ts';
import { headerLanguage } from '../languageNames.ts';
import type { Cells } from './sheetTable.ts';

/** `label::English (en)`, or `label` alone for the nameless language. */
export function textHeader(definition: Definition, column: string, tag: string): string {
	const language = headerLanguage(definition, tag);
	return language === '' ? column : `${column}::${language}`;
}

/** The cells of a text, one per language it has. */
export function textCells(definition: Definition, column: string, text: Text | undefined): Cells {
	return Object.fromEntries(
		Object.entries(text ?? {}).map(([tag, words]) => [textHeader(definition, column, tag), words])
	);
}

/** The cells of pictures, sounds and films beside a label. */
export function mediaCells(definition: Definition, media: Media | undefined): Cells {
	return Object.fromEntries(
		Object.entries(media ?? {}).flatMap(([kind, files]) =>
			Object.entries(textCells(definition, kind, files))
		)
	);
}
