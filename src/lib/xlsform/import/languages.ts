import { standardLanguageName } from '../languageNames.ts';

/** Languages as the headers call them, and the tags they are kept under. */

const CODES: Readonly<Record<string, string>> = {
	arabic: 'ar',
	bahasa: 'id',
	'bahasa indonesia': 'id',
	'bahasa malaysia': 'ms',
	'bahasa melayu': 'ms',
	burmese: 'my',
	cebuano: 'ceb',
	chinese: 'zh',
	english: 'en',
	español: 'es',
	espanol: 'es',
	filipino: 'fil',
	francais: 'fr',
	français: 'fr',
	french: 'fr',
	indonesia: 'id',
	indonesian: 'id',
	javanese: 'jv',
	khmer: 'km',
	lao: 'lo',
	malay: 'ms',
	mandarin: 'zh',
	melayu: 'ms',
	myanmar: 'my',
	portuguese: 'pt',
	português: 'pt',
	russian: 'ru',
	spanish: 'es',
	sundanese: 'su',
	swahili: 'sw',
	tagalog: 'tl',
	tamil: 'ta',
	tetum: 'tet',
	tetun: 'tet',
	thai: 'th',
	'tiếng việt': 'vi',
	vietnamese: 'vi'
};

const CODE = /^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i;
const IN_BRACKETS = /\(([^()]+)\)\s*$/;

/** Whether a header says its language's code: `English (en)`, or the code alone. */
export function hasCode(name: string): boolean {
	return CODE.test(IN_BRACKETS.exec(name)?.[1]?.trim() ?? name);
}

/** The tag for a language as a header calls it: its code, else that of a known name, else a slug. */
export function languageTag(name: string): string {
	const known = name.trim().toLowerCase();
	if (Object.hasOwn(CODES, known)) return CODES[known]!;
	const code = IN_BRACKETS.exec(name)?.[1]?.trim() ?? name.trim();
	if (CODE.test(code)) return code.replaceAll('_', '-').toLowerCase();
	const slug = name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-+|-+$/g, '');
	return slug || 'x-unnamed';
}

export interface Languages {
	/** Names in order of first appearance. */
	names: readonly string[];
	/** The language of columns that name none. */
	plain: string;
	tagOf(name: string): string;
	defaultTag: string;
	tags: readonly string[];
}

/**
 * Gives every language a tag of its own. `named` are those of the headers, `hasPlain` whether a
 * label column names none, `setting` the default_language of the settings, `listed` the tags our
 * own export lists where the headers do not tell all of them or not in their order.
 */
export function tagLanguages(
	named: readonly string[],
	hasPlain: boolean,
	setting: string,
	listed: readonly string[] = []
): Languages {
	const isSame = (name: string): boolean =>
		name === setting || name.toLowerCase() === setting.toLowerCase();
	const stated =
		setting === ''
			? ''
			: (named.find(isSame) ??
				named.find((name) => languageTag(name) === languageTag(setting)) ??
				setting);
	const plain = stated || (hasPlain || named.length === 0 ? 'default' : named[0]!);
	const found = [...new Set(hasPlain || named.length === 0 ? [plain, ...named] : named)];
	const names = [
		...listed.map(
			(tag) => found.find((name) => languageTag(name) === tag) ?? standardLanguageName(tag)
		),
		...found.filter((name) => !listed.includes(languageTag(name)))
	];
	// A default language nobody writes in would leave every text missing.
	const first = names.includes(plain) ? plain : names[0]!;
	const tags = new Map<string, string>();
	for (const name of names) {
		const tag = languageTag(name);
		let free = tag;
		for (let count = 2; [...tags.values()].includes(free); count++) free = `${tag}-x-${count}`;
		tags.set(name, free);
	}
	const tagOf = (name: string): string => tags.get(name) ?? languageTag(name);
	return {
		names,
		plain: first,
		tagOf,
		defaultTag: tagOf(first),
		tags: [...tags.values()]
	};
}
