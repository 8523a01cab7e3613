import { createHash } from 'node:crypto';
import type { PaperAssets } from '#lib/paper/html.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Lines without what only people read: comments and indentation. */
function pack(text: string): string {
	return text
		.replace(/\/\*[\s\S]*?\*\//g, '')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('//'))
		.join('\n');
}

/** The file's own script and style from their sources, with what a policy allows them by. */
export function packAssets(script: string, style: string): PaperAssets {
	const [packed, look] = [pack(script), pack(style)];
	return { script: packed, style: look, hashes: { script: hashOf(packed), style: hashOf(look) } };
}
