import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (locale: string, file: string): Record<string, unknown> =>
	JSON.parse(readFileSync(`messages/${locale}/${file}`, 'utf8'));
const placeholders = (text: unknown) =>
	[...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

const files = readdirSync('messages/en');
const settings = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8'));

test.each(files)('%s is compiled, and says the same in every language', (file) => {
	expect(settings['plugin.inlang.messageFormat'].pathPattern).toContain(
		`./messages/{locale}/${file}`
	);
	const english = read('en', file);
	for (const locale of settings.locales) {
		const other = read(locale, file);
		expect(Object.keys(other).sort(), locale).toEqual(Object.keys(english).sort());
		for (const key of Object.keys(english)) {
			expect(other[key], `${locale} ${key}`).not.toBe('');
			if (typeof english[key] === 'string')
				expect(placeholders(other[key]), `${locale} ${key}`).toEqual(placeholders(english[key]));
		}
	}
});

test('a message has one home', () => {
	const keys = files.flatMap((file) =>
		Object.keys(read('en', file)).filter((key) => key !== '$schema')
	);
	expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});
