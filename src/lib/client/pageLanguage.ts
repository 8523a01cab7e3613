/**
 * What messages ask of paraglide's runtime, as the browser needs it (vite.config.ts puts it in
 * its place): a page stays in the language it came in, also when another is chosen in another
 * tab. A kilobyte less than all the ways to choose one.
 */
import { baseLocale, cookieName, locales } from '#lib/paraglide/runtime.js';

export { baseLocale, cookieName, locales };
export const experimentalStaticLocale = undefined;

type Locale = (typeof locales)[number];
export const isLocale = (tag: string | undefined): tag is Locale =>
	locales.some((each) => each === tag);

/** The language of this page. */
export const getLocale = () => document.documentElement.lang as Locale;

/** The language somebody chose here, else one their browser asks for: for the page everybody is given. */
export function chosenLanguage(): Locale {
	const cookies = document.cookie.split('; ').map((each) => each.split('='));
	const chosen = cookies.find(([name]) => name === cookieName)?.[1];
	const wanted = navigator.languages.map((tag) => tag.split('-')[0]);
	return [chosen, ...wanted].find(isLocale) ?? baseLocale;
}
