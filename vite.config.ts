import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { minify } from 'terser';
import { type Plugin, defineConfig } from 'vite';
import { messageOptions } from './bin/messages.mjs';

/**
 * What the page of an area begins from, the only page that is alive. Nothing in it may load a
 * component by import() that other pages have from the start: those would lose its styles.
 */
const AREA_PAGE =
	/AreaPage\.svelte$|respond\/\[delegation\]\/\[area\]\/\+page\.(svelte|ts)$|(Choice|Matrix|Multiple|Number|Text)Field\.svelte$|routes\/(\(app\)\/)?\+(layout|error)\.svelte$|client\/entry\.js$/;

/** The field of one area with its words: in three files they would weigh more. */
const TREATY_FIELD = /Treaty(Field|Instrument)\.svelte$|messages\/questionnaire_treaty_\w+\.js$/;

/** A script that is sent as it stands (`?url`) is made small all the same. */
const packScripts: Plugin = {
	name: 'pack-scripts',
	async generateBundle(_options, bundle) {
		for (const file of Object.values(bundle))
			if (file.type === 'asset' && file.fileName.endsWith('.js'))
				file.source = (await minify(String(file.source), { module: true })).code ?? file.source;
	}
};

const PAGE_LANGUAGE = fileURLToPath(new URL('src/lib/client/pageLanguage.ts', import.meta.url));

const MESSAGE = /\/lib\/paraglide\/messages\/[^/]+\.js$/;
const ANY_LANGUAGE = 'experimentalStaticLocale ?? options.locale ?? getLocale()';

/**
 * In the browser messages are in the language of their page; see pageLanguage.ts. None is asked for
 * in another there, so what would choose one is left out of each: a kilobyte on the page of an area.
 */
const pageLanguage: Plugin = {
	name: 'page-language',
	enforce: 'pre',
	applyToEnvironment: ({ name }) => name === 'client',
	transform(code, id) {
		if (!MESSAGE.test(id)) return undefined;
		const own = code.replaceAll(ANY_LANGUAGE, 'getLocale()');
		return own.replace(/\(inputs(?: = \{\})?, options = \{\}\) =>/, '(inputs) =>');
	},
	resolveId(source, importer = '') {
		const isMessage = importer.includes('/lib/paraglide/messages/') && source === '../runtime.js';
		const isOther = importer !== PAGE_LANGUAGE && source === '#lib/paraglide/runtime.js';
		return isMessage || isOther ? PAGE_LANGUAGE : undefined;
	}
};

const LIST_ITEM = '<svelte:element this={as} bind:this={elementRef} {style} {...itemRest}>';

/**
 * Rows of the long list of a coding page are plain <div>s. The library would take any element with
 * any attributes, and what Svelte needs for that would be two kilobytes of the page of an area, which
 * shares Svelte with it.
 */
const plainListItems: Plugin = {
	name: 'plain-list-items',
	enforce: 'pre',
	transform(code, id) {
		if (!id.split('?')[0]!.endsWith('/virtua/lib/svelte/ListItem.svelte')) return undefined;
		if (!code.includes(LIST_ITEM)) this.error('virtua draws its rows in another way by now');
		return code
			.replace(LIST_ITEM, '<div bind:this={elementRef} {style}>')
			.replace('</svelte:element>', '</div>');
	}
};

export default defineConfig({
	plugins: [
		paraglideVitePlugin(messageOptions),
		pageLanguage,
		plainListItems,
		sveltekit(),
		packScripts
	],
	environments: {
		client: {
			build: {
				// Two kilobytes less of the page of an area than the bundler's own minifier leaves.
				minify: 'terser',
				terserOptions: { module: true, ecma: 2020, compress: { passes: 3, unsafe_arrows: true } },
				rolldownOptions: {
					output: {
						// A file each, because dozens of tiny ones compress badly: what the page of an area
						// always needs, the frame around it included, and the engine, fetched at the first
						// change of an answer.
						codeSplitting: {
							groups: [
								{ name: 'area', test: AREA_PAGE },
								{ name: 'treaty', test: TREATY_FIELD },
								{ name: 'engine', test: /xlsform\/engine\/(session|loadRare)\.ts$/ }
							]
						}
					}
				}
			}
		}
	}
});
