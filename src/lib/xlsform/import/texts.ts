import type { Media, Text } from '../definition.ts';
import type { Languages } from './languages.ts';
import { type Row, textsAt } from './rows.ts';

const MEDIA = ['image', 'big-image', 'audio', 'video'] as const;

/** Columns with one column per language, as paths of the survey and choices sheets. */
export const TRANSLATED = [
	'label',
	'hint',
	'guidance_hint',
	'bind::jr:constraintMsg',
	'bind::jr:requiredMsg',
	...MEDIA.map((kind) => `media::${kind}`),
	'mufakat_title',
	'mufakat_short',
	'mufakat_intro'
] as const;

/** The text of a row at a path by language tag; undefined where no language has one. */
export function textAt(row: Row, path: string, languages: Languages): Text | undefined {
	const texts = textsAt(row, path, languages.plain);
	if (texts.size === 0) return undefined;
	return Object.fromEntries([...texts].map(([name, text]) => [languages.tagOf(name), text]));
}

/** The media of a row by kind and language; undefined where there are none. */
export function mediaAt(row: Row, languages: Languages): Media | undefined {
	const media = MEDIA.flatMap((kind) => {
		const text = textAt(row, `media::${kind}`, languages);
		return text ? [[kind, text] as const] : [];
	});
	return media.length === 0 ? undefined : Object.fromEntries(media);
}

/** The languages the columns of a sheet name, in order; only of columns that hold anything. */
export function namedLanguages(
	columns: Iterable<readonly [header: string, path: readonly string[]]>,
	isFilled: (header: string) => boolean
): { named: string[]; hasPlainLabel: boolean } {
	const named = new Set<string>();
	let hasPlainLabel = false;
	for (const [header, path] of columns)
		for (const column of TRANSLATED) {
			const depth = column.split('::').length;
			if (path.slice(0, depth).join('::') !== column || !isFilled(header)) continue;
			if (path.length > depth) named.add(path.slice(depth).join('::'));
			else if (column === 'label') hasPlainLabel = true;
		}
	return { named: [...named], hasPlainLabel };
}
