import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { messageOptions } from './bin/messages.mjs';

export default defineConfig({
	plugins: [paraglideVitePlugin(messageOptions), sveltekit()]
});
