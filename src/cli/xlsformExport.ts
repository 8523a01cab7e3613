import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { asSystem } from '../lib/server/database/asActor.ts';
import { definitionOf, findVersions, isStudy } from '../lib/server/questionnaires/findVersion.ts';
import { readWorkbook } from '../lib/server/workbooks/readWorkbook.ts';
import { writeWorkbook } from '../lib/server/workbooks/writeWorkbook.ts';
import type { Definition } from '../lib/xlsform/definition.ts';
import { writeSheets } from '../lib/xlsform/export/writeSheets.ts';
import { writeXForm } from '../lib/xlsform/export/writeXForm.ts';
import { parseSheets } from '../lib/xlsform/import/parseSheets.ts';
import { type Command, CommandError, UsageError, print, withInstance } from './command.ts';

const FORMATS = ['xlsx', 'xform'] as const;

export const xlsformExportCommand: Command = {
	usage: `Usage: mufakat xlsform export --out PATH [--study NAME|ID] [--version VERSION|ID]
         [--format ${FORMATS.join('|')}] [--from FILE]

Writes a published questionnaire to PATH, as an XLSForm workbook or as an ODK XForm.
  --study     needed where versions of several studies are called the same; its name or id
  --version   needed where there is more than one; the version or its id
  --format    xlsx (the default), or xform where PATH ends in .xml
  --from FILE converts a workbook instead; no database is opened`,
	options: {
		out: { type: 'string', short: 'o' },
		study: { type: 'string' },
		version: { type: 'string' },
		format: { type: 'string' },
		from: { type: 'string' }
	},
	async run(values) {
		const { out, study, version, from } = values as Record<string, string | undefined>;
		if (!out) throw new UsageError('Say where to write it: --out PATH.');
		const wanted = values.format ?? (out.endsWith('.xml') ? 'xform' : 'xlsx');
		const format = FORMATS.find((each) => each === wanted);
		if (!format) throw new UsageError(`--format is one of ${FORMATS.join(', ')}.`);
		if (from && (study || version))
			throw new UsageError('--from takes a file, --study and --version a published version.');
		const definition = from ? await definitionIn(from) : await publishedDefinition(study, version);
		const bytes =
			format === 'xform' ? writeXForm(definition) : writeWorkbook(writeSheets(definition));
		await writeFile(out, bytes).catch((error: Error) => {
			throw new CommandError(`${out} cannot be written: ${error.message}`);
		});
		print(`${out}\n${definition.id} ${definition.version}`.trimEnd());
		return 0;
	}
};

async function definitionIn(path: string): Promise<Definition> {
	const bytes = await readFile(path).catch((error: Error) => {
		throw new CommandError(`${path} cannot be read: ${error.message}`);
	});
	const fileName = basename(path);
	const form = parseSheets(await readWorkbook(new Uint8Array(bytes), fileName), { fileName });
	if (form.definition) return form.definition;
	throw new CommandError(form.errors.map((error) => error.message).join('\n'));
}

function publishedDefinition(
	study: string | undefined,
	version: string | undefined
): Promise<Definition> {
	return withInstance(({ system }) =>
		asSystem(system.db, async (trx) => {
			if (study && !(await isStudy(trx, study))) throw new CommandError(`No study "${study}".`);
			const found = await findVersions(trx, { study, version });
			// Of a study's own version and a built-in one called the same, the study's is meant.
			const own = study ? found.filter((each) => each.study !== null) : [];
			const [only, ...others] = own.length === 1 ? own : found;
			if (only && others.length === 0) return definitionOf(trx, only.id);
			const known = found.length > 0 ? found : await findVersions(trx, { study });
			const names = known.map(
				(each) =>
					`${each.study ?? 'built in'} · ${each.questionnaire} · ${each.version} (${each.id})`
			);
			throw new CommandError(
				`${version && found.length === 0 ? `No version "${version}".` : 'Say which version.'} There is:\n${names.join('\n')}`
			);
		})
	);
}
