import { ROLES, VERBS } from '#lib/server/access/verbs.ts';

/** The verbs × roles table as Markdown, for docs/access.md. */
export function accessMatrix(): string {
	const names: Record<(typeof ROLES)[number], string> = {
		focal_point: 'focal point',
		representative: 'representative',
		helper: 'helper',
		coordinator: 'coordinator',
		editor: 'editor',
		note_taker: 'note-taker',
		reader: 'reader',
		study_creator: 'study creator',
		administrator: 'administrator'
	};
	const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const rows = Object.entries(VERBS).map(([verb, holders]) =>
		row([
			`\`${verb}\``,
			...ROLES.map((role) => ((holders as readonly string[]).includes(role) ? '✓' : ''))
		])
	);
	return [
		row(['verb', ...ROLES.map((role) => names[role])]),
		row(['---', ...ROLES.map(() => '---')]),
		...rows
	].join('\n');
}
