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
	/AreaPage\.svelte$|respond\/\[delegation\]\/\[area\]\/\+page\.(svelte|ts)$|(Choice|Matrix|Multiple|Number|Scale|Text)Field\.svelte$|routes\/(\(app\)\/)?\+(layout|error)\.svelte$|client\/entry\.js$/;

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

export default defineConfig({
	plugins: [paraglideVitePlugin(messageOptions), pageLanguage, sveltekit(), packScripts],
	environments: {
		client: {
			build: {
				// Two kilobytes less of the page of an area than the bundler's own minifier leaves.
				minify: 'terser',
				terserOptions: { module: true, ecma: 2020, compress: { passes: 2 } },
				rolldownOptions: {
					output: {
						// A file each, because dozens of tiny ones compress badly: what the page of an area
						// always needs, the frame around it included, and the engine, fetched at the first
						// change of an answer.
						codeSplitting: {
							groups: [
								{ name: 'area', test: AREA_PAGE },
								{ name: 'engine', test: /xlsform\/engine\/(session|loadRare)\.ts$/ }
							]
						}
					}
				}
			}
		}
	}
});
