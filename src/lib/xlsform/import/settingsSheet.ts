import type { Grid } from './grid.ts';
import { isName } from './names.ts';
import { type Problems, sheetProblem } from './problemCodes.ts';
import { type Row, headerPaths, readRows } from './rows.ts';

/** The settings by their XLSForm name in the converter's spelling: `title`, `id_string`, `version`… */
export interface Settings {
	values: ReadonlyMap<string, string>;
	row: Row | null;
	sheet: string;
}

const YES = ['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'true()'];
const NO = ['no', 'No', 'NO', 'false', 'False', 'FALSE', 'false()'];
const YES_NO_SETTINGS: Readonly<Record<string, boolean>> = {
	add_none_option: false,
	clean_text_values: true,
	omit_instanceID: false,
	allow_choice_duplicates: false,
	auto_delete: false,
	auto_send: false,
	client_editable: false
};

/** true and false for the words the sheets have for it; null for any other. */
export function readYesNo(text: string): boolean | null {
	return YES.includes(text) ? true : NO.includes(text) ? false : null;
}

/** Reads the settings sheet; only its first row under the header counts. */
export function readSettings(grid: Grid | null, problems: Problems): Settings {
	const values = new Map<string, string>();
	if (!grid || grid.rows.length === 0) return { values, row: null, sheet: grid?.sheet ?? '' };
	const place = { sheet: grid.sheet, row: 2 };
	const hasBoth = grid.headers.includes('id_string') && grid.headers.includes('form_id');
	const headers = hasBoth ? grid.headers.filter((header) => header !== 'id_string') : grid.headers;
	if (hasBoth)
		problems.warnings.push(
			sheetProblem('settings_both_ids', { ...place, row: 1, column: 'id_string' })
		);
	// Only the first row loses its id_string; the others would have no column for theirs.
	grid.rows.forEach((row, index) => {
		if (hasBoth && index > 0 && row.has('id_string'))
			problems.errors.push(
				sheetProblem('settings_both_ids', { ...place, row: index + 2, column: 'id_string' })
			);
	});
	const paths = headerPaths({ ...grid, headers }, 'settings', problems);
	const row = readRows({ ...grid, rows: grid.rows.slice(0, 1) }, paths)[0]!;
	for (const [key, cell] of row.cells)
		if (!(hasBoth && cell.header === 'id_string')) values.set(key, cell.value);
	const name = values.get('name');
	if (name !== undefined && !isName(name))
		problems.errors.push(
			sheetProblem(
				'settings_name',
				{ ...place, row: 1, column: row.cells.get('name')!.header },
				{ value: name }
			)
		);
	for (const [setting, preset] of Object.entries(YES_NO_SETTINGS)) {
		const cell = row.cells.get(setting);
		if (!cell || readYesNo(cell.value) !== null) continue;
		problems.warnings.push(
			sheetProblem(
				'settings_yes_no',
				{ ...place, column: cell.header },
				{ value: cell.value, default: preset ? 'yes' : 'no' }
			)
		);
	}
	if (isSet({ values }, 'omit_instanceID') && values.get('public_key'))
		problems.errors.push(
			sheetProblem('settings_encryption', {
				...place,
				column: row.cells.get('omit_instanceID')?.header ?? null
			})
		);
	return { values, row, sheet: grid.sheet };
}

/** Whether a yes-or-no setting is on, its default where it is not given or not understood. */
export function isSet(settings: Pick<Settings, 'values'>, name: string): boolean {
	const given = readYesNo(settings.values.get(name) ?? '');
	return given ?? YES_NO_SETTINGS[name] ?? false;
}
