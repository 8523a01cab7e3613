import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { messageOptions } from './bin/messages.mjs';

/** What the page of an area begins from: the only page that is alive, here and without a network. */
const AREA_PAGE =
	/AreaPage\.svelte$|routes\/(\(app\)\/)?\+(layout|error)\.svelte$|client\/entry\.js$|respond\/\[delegation\]\/\[area\]\/\+page\.(ts|svelte)$/;

export default defineConfig({
	plugins: [paraglideVitePlugin(messageOptions), sveltekit()],
	environments: {
		client: {
			build: {
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
