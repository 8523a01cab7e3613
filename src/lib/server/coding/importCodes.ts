import { randomUUID } from 'node:crypto';
import { freeLook } from '#lib/codes/palette.ts';
import { type SheetCode, sheetRows } from '#lib/codes/sheet.ts';
import { type Placed, inTreeOrder } from '#lib/codes/tree.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { type CodeWords, insertCode } from './changeCode.ts';
import { type Code, listCodes, lockCodebook } from './codebook.ts';
import { recordCodes } from './codeHistory.ts';

/** What an import would do to one code, or does. */
export interface PlannedCode {
	path: string[];
	what: 'added' | 'changed' | 'same';
}

const key = (path: readonly string[]) => JSON.stringify(path.map((name) => name.toLowerCase()));

/** What is said of a code in the file; what it leaves empty stays as it is. */
function merged(code: SheetCode, known: Code | undefined, colours: readonly string[]): CodeWords {
	return {
		name: known?.name ?? code.path.at(-1)!,
		definition: code.definition || (known?.definition ?? ''),
		includeWhen: code.includeWhen || (known?.includeWhen ?? ''),
		excludeWhen: code.excludeWhen || (known?.excludeWhen ?? ''),
		example: code.example || (known?.example ?? ''),
		colour: code.colour ?? known?.colour ?? freeLook(colours).hex,
		// One that stands on texts cannot become a folder by a file.
		isCodable: known ? known.isCodable || code.isCodable : code.isCodable
	};
}

const WORDS = [
	'definition',
	'includeWhen',
	'excludeWhen',
	'example',
	'colour',
	'isCodable'
] as const;

/** Folders a path goes through and the file does not list come with it. */
function withFolders(codes: readonly SheetCode[]): SheetCode[] {
	const listed = new Set(codes.map(({ path }) => key(path)));
	return codes.flatMap((code) => [
		...code.path.slice(0, -1).flatMap((_, at): SheetCode[] => {
			const path = code.path.slice(0, at + 1);
			if (listed.has(key(path))) return [];
			listed.add(key(path));
			const empty = { definition: '', includeWhen: '', excludeWhen: '', example: '' };
			return [{ path, ...empty, colour: null, isCodable: false }];
		}),
		code
	]);
}

/** The codes of a file from the top down, so that each finds its parent. */
function inOrder(codes: readonly SheetCode[]): SheetCode[] {
	return withFolders(codes).toSorted((a, b) => a.path.length - b.path.length);
}

const isChanged = (words: CodeWords, known: Code) =>
	WORDS.some((name) => words[name] !== known[name]);

function findByPath(codes: readonly Placed<Code>[], path: readonly string[]) {
	return codes.find((code) => key(code.path) === key(path));
}

/**
 * What importing these codes would add and change, by their paths; capitals do not count.
 * @throws Problem not_found
 */
export async function planImport(
	ctx: Context,
	studyId: string,
	codes: readonly SheetCode[]
): Promise<PlannedCode[]> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'codebook.change', { studyId });
		const present = await listCodes(trx, studyId);
		return inOrder(codes).map((code): PlannedCode => {
			const known = findByPath(present, code.path);
			const what = !known
				? 'added'
				: isChanged(merged(code, known, []), known)
					? 'changed'
					: 'same';
			return { path: code.path, what };
		});
	});
}

/**
 * Takes codes over from a file: new ones are added, those of the same path changed; nothing is
 * taken away. Doing it twice does it once. Gives what was done.
 * @throws Problem not_found
 */
export async function importCodes(
	ctx: Context,
	studyId: string,
	codes: readonly SheetCode[]
): Promise<{ added: number; changed: number }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'codebook.change', { studyId });
		const book = await lockCodebook(trx, studyId);
		const present: Code[] = await listCodes(trx, studyId);
		const added: string[] = [];
		const changed: string[] = [];
		for (const code of inOrder(codes)) {
			const placed = inTreeOrder(present);
			const known = findByPath(placed, code.path);
			const colours = placed.map(({ colour }) => colour);
			const words = merged(code, known, colours);
			if (known && !isChanged(words, known)) continue;
			if (known) {
				await trx
					.updateTable('codes')
					.set({
						definition: words.definition,
						include_when: words.includeWhen,
						exclude_when: words.excludeWhen,
						example: words.example,
						colour: words.colour,
						is_codable: words.isCodable
					})
					.where('id', '=', known.id)
					.execute();
				changed.push(known.id);
				continue;
			}
			const id = randomUUID();
			const parentId = findByPath(placed, code.path.slice(0, -1))?.id ?? null;
			const made = { id, studyId, codebookId: book.id, parentId, words };
			present.push(await insertCode(trx, ctx, made, present));
			added.push(id);
		}
		await recordCodes(trx, ctx.actor, added, 'import', {}, true);
		await recordCodes(trx, ctx.actor, changed, 'import');
		const done = { added: added.length, changed: changed.length };
		if (done.added + done.changed > 0)
			await recordAudit(trx, ctx.actor, 'codebook.change', {
				studyId,
				detail: { act: 'import', ...done }
			});
		return done;
	});
}

/**
 * The codebook as rows of a table under SHEET_COLUMNS, without merged and retired codes.
 * @throws Problem not_found
 */
export async function exportCodes(ctx: Context, studyId: string): Promise<string[][]> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'coding.write', { studyId });
		return sheetRows(await listCodes(trx, studyId));
	});
}
