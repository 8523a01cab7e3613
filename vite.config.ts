import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { messageOptions } from './bin/messages.mjs';

export default defineConfig({
	plugins: [paraglideVitePlugin(messageOptions), sveltekit()],
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						// A file each, because dozens of tiny ones compress badly: what the page of an area
						// always needs, and the engine, fetched at the first change of an answer.
						codeSplitting: {
							groups: [
								{ name: 'area', test: /questionnaire\/answering\/AreaPage\.svelte$/ },
								{ name: 'engine', test: /xlsform\/engine\/(session|loadRare)\.ts$/ }
							]
						}
					}
				}
			}
		}
	}
});
