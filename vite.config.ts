import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { messageOptions } from './bin/messages.mjs';

/**
 * What the page of an area begins from, the only page that is alive. Nothing in it may load a
 * component by import() that other pages have from the start: those would lose its styles.
 */
const AREA_PAGE =
	/AreaPage\.svelte$|(Choice|Matrix|Multiple|Number|Scale|Text)Field\.svelte$|routes\/(\(app\)\/)?\+(layout|error)\.svelte$|client\/entry\.js$/;

export default defineConfig({
	plugins: [paraglideVitePlugin(messageOptions), sveltekit()],
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
