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
						// One file for what the page of an area always needs: dozens of tiny ones compress badly.
						codeSplitting: {
							groups: [{ name: 'area', test: /questionnaire\/answering\/AreaPage\.svelte$/ }]
						}
					}
				}
			}
		}
	}
});
