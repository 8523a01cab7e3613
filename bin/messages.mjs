// How the interface's texts become functions: one set of options for the build and for
// plain Node (command line, worker, tests), so that the two can never differ.
import { compile } from '@inlang/paraglide-js';
import { fileURLToPath } from 'node:url';

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const messageOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
	cookieName: 'language',
	emitTsDeclarations: true
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await compile(messageOptions);
