import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a program is there; says so on the test's output where it is not. */
export function hasTool(name: string): boolean {
	const isThere = spawnSync('which', [name]).status === 0;
	if (!isThere) process.stderr.write(`Left out what ${name} would read: it is not installed.\n`);
	return isThere;
}

/** A document as LibreOffice opens and writes it again; `to` is one of its formats: `txt`, `pdf`. */
export async function openInOffice(docx: Uint8Array, to: string): Promise<Buffer> {
	const folder = mkdtempSync(join(tmpdir(), 'mufakat-office-'));
	// With the fonts of the machine, as its readers have them: ours, cut into parts for pictures, are
	// one font to LibreOffice, of which it takes the first part.
	const env = { ...process.env };
	delete env.FONTCONFIG_FILE;
	try {
		writeFileSync(join(folder, 'edition.docx'), docx);
		await run(
			'soffice',
			[
				'--headless',
				`-env:UserInstallation=file://${folder}/profile`,
				'--convert-to',
				to === 'txt' ? 'txt:Text (encoded):UTF8' : to,
				'--outdir',
				folder,
				join(folder, 'edition.docx')
			],
			{ env }
		);
		return readFileSync(join(folder, `edition.${to}`));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What one of poppler's programs (pdfinfo, pdffonts, pdftotext) says of a PDF. */
export async function askPoppler(tool: string, pdf: Uint8Array, ...options: string[]) {
	const folder = mkdtempSync(join(tmpdir(), 'mufakat-poppler-'));
	try {
		writeFileSync(join(folder, 'edition.pdf'), pdf);
		const target = tool === 'pdftotext' ? ['-'] : [];
		return (await run(tool, [...options, join(folder, 'edition.pdf'), ...target])).stdout;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
