import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCHEMAS = '../shared/corpus/refi-qda';
const isInstalled = spawnSync('xmllint', ['--version']).status === 0;

/** Why schemas cannot be asked here; undefined where they can. */
export const noSchemas: string | undefined = !existsSync(join(SCHEMAS, 'Project.xsd'))
	? `skipped: there is no ${SCHEMAS}`
	: !isInstalled
		? 'skipped: xmllint is not installed'
		: undefined;

/** What xmllint says against documents by the schema of that name; '' where all are valid. */
export function judgeBySchema(
	schema: 'Project' | 'Codebook',
	documents: readonly (string | Uint8Array)[]
): string {
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-qda-'));
	const files = documents.map((document, at) => {
		const file = join(dir, `${at}.xml`);
		writeFileSync(file, document);
		return file;
	});
	const args = [
		'--nonet',
		'--noout',
		'--huge',
		'--schema',
		join(SCHEMAS, `${schema}.xsd`),
		...files
	];
	const { status, stderr } = spawnSync('xmllint', args, { encoding: 'utf8' });
	return status === 0 ? '' : stderr.slice(0, 2000);
}
