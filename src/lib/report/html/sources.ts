import { langOf } from '#lib/components/ui/langOf.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Source } from '../content.ts';
import { escape } from '../escape.ts';
import { attributionAt } from '../attribution.ts';
import { removalOf } from '../takeOut.ts';
import type { Edition } from './edition.ts';
import { safeLink } from './inline.ts';
import { dayIn, languageIn } from './words.ts';

/** Where a source is cited: the chapter's title and the address of the first place in it. */
export interface Use {
	title: string;
	href: string;
}

/** One source as an item of the numbered list, with its words as far as they may go now. */
export function writeSource(source: Source, edition: Edition, uses: readonly Use[]): string {
	const number = edition.sourceNumbers.get(source.label)!;
	return [
		`<li id="source-${number}" value="${number}">`,
		`<p><strong>${escape(source.title)}</strong> <span class="label">${escape(source.label)}</span></p>`,
		writeWords(source, edition),
		writeRemoval(source, edition),
		writeLink(source, edition),
		writeUses(edition, uses),
		'</li>'
	].join('');
}

function writeWords(source: Source, { locale, content }: Edition): string {
	const { words, translation, quote } = source;
	const isForeign = source.language !== null && langOf(source.language) !== undefined;
	const foreign = isForeign && source.language !== content.language ? source.language! : null;
	const lang = foreign ? ` lang="${escape(foreign)}"` : '';
	const said = words.trim() === '' ? '' : `<p${lang}>${lines(words)}</p>`;
	const named = foreign
		? `<p class="small">${escape(m.edition_source_words_in({ language: languageIn(foreign, locale) }, { locale }))}</p>`
		: '';
	const translated =
		translation.trim() === ''
			? ''
			: `<p class="small">${escape(m.edition_source_translation({}, { locale }))}</p><p>${lines(translation)}</p>`;
	const name = quote && (said || translated) ? attributionAt(quote, quote.level) : '';
	const by = name === '' ? '' : `<footer>${escape(name)}</footer>`;
	return said || translated
		? `<blockquote>${said ? named : ''}${said}${translated}${by}</blockquote>`
		: '';
}

const lines = (text: string) =>
	text
		.trim()
		.split(/\r\n|\r|\n/)
		.map(escape)
		.join('<br>');

function writeRemoval(source: Source, { facts, locale }: Edition): string {
	const removal = removalOf(facts, source.label);
	if (!removal) return '';
	const date = dayIn(removal.removedOn, locale);
	const said =
		removal.level < 2
			? m.edition_source_removed({ date }, { locale })
			: m.edition_source_lowered({ date }, { locale });
	return `<p class="removed">✕ ${escape(said)}</p>`;
}

function writeLink({ link }: Source, { locale }: Edition): string {
	if (!link) return '';
	const href = safeLink(link, ['https:', 'http:']);
	const words = escape(link);
	return `<p class="small">${escape(m.edition_source_link({}, { locale }))} ${href ? `<a href="${escape(href)}" rel="noopener noreferrer">${words}</a>` : words}</p>`;
}

function writeUses({ locale }: Edition, uses: readonly Use[]): string {
	if (uses.length === 0) return '';
	const links = uses
		.map(({ title, href }) => `<a href="${escape(href)}">${escape(title)}</a>`)
		.join(', ');
	return `<p class="small">${escape(m.edition_source_used({}, { locale }))} ${links}</p>`;
}
