import type { QdaCode, QdaFile, QdaProject, QdaSet } from './model.ts';
import { leftOutWords, warningWords } from './words.ts';

/** A part that was not read, in words. */
export interface SaidOut {
	code: string;
	count: number;
	reason: string;
	/** Which sources or elements, at most twenty. */
	names?: string[];
}

export interface SaidCode {
	/** As the file spells it. */
	guid: string;
	name: string;
	/** The names down to it, with ` / ` between them. */
	path: string;
	parent: string | null;
	isCodable: boolean;
	color: string | null;
}

/** What a file holds, as `mufakat qda import FILE --json` prints it; see docs/refi-qda.md. */
export function summarise(file: QdaFile, options: { passages?: boolean } = {}) {
	const leftOut = file.leftOut.map(({ code, count, names }): SaidOut => ({
		code,
		count,
		reason: leftOutWords(code, 'en'),
		...(names ? { names } : {})
	}));
	const warnings = file.warnings.map(({ code, count }) => ({
		code,
		count,
		text: warningWords(code, 'en')
	}));
	if (file.kind === 'codebook') {
		const { origin, codes, sets } = file.codebook;
		const said = listCodes(codes);
		return {
			kind: 'codebook' as const,
			name: '',
			origin,
			codes: said,
			sources: [],
			cases: [],
			notes: [],
			sets: sets.map(setOf),
			users: [],
			variables: [],
			leftOut,
			warnings,
			counts: { ...NOTHING, ...countCodes(said), sets: sets.length }
		};
	}
	const { project, convention } = file;
	return {
		kind: 'project' as const,
		name: project.name,
		origin: project.origin,
		...partsOf(project, options.passages ?? false),
		leftOut,
		warnings,
		offsets: convention
	};
}

const NOTHING = {
	codes: 0,
	folders: 0,
	sources: 0,
	characters: 0,
	selections: 0,
	codings: 0,
	cases: 0,
	notes: 0,
	sets: 0,
	users: 0,
	variables: 0
};

function partsOf(project: QdaProject, withPassages: boolean) {
	const codes = listCodes(project.codes);
	const sources = project.sources.map((source) => ({
		guid: source.writtenGuid || source.guid,
		name: source.name,
		type: source.type,
		characters: charactersOf(source.text),
		selections: source.counts.selections,
		codings: source.counts.codings,
		...(withPassages
			? {
					passages: source.selections.map(({ guid, start, end, codings }) => ({
						guid,
						start,
						end,
						text: (source.text ?? '').slice(start, end),
						codes: codings.map(({ code }) => code)
					}))
				}
			: {})
	}));
	const sum = (key: 'characters' | 'selections' | 'codings') =>
		sources.reduce((total, source) => total + source[key], 0);
	const nameOf = new Map(project.variables.map(({ guid, name }) => [guid, name]));
	return {
		codes,
		sources,
		cases: project.cases.map(({ guid, name, values, sources: within, selections }) => ({
			guid,
			name,
			variables: Object.fromEntries(
				values.map(({ variable, value }) => [nameOf.get(variable) ?? variable, value])
			),
			sources: within.length,
			selections: selections.length
		})),
		notes: project.notes.map(({ guid, name, text }) => ({
			guid,
			name,
			characters: charactersOf(text)
		})),
		sets: project.sets.map(setOf),
		users: project.users,
		variables: project.variables.map(({ guid, name, type }) => ({ guid, name, type })),
		counts: {
			...countCodes(codes),
			sources: sources.length,
			characters: sum('characters'),
			selections: sum('selections'),
			codings: sum('codings'),
			cases: project.cases.length,
			notes: project.notes.length,
			sets: project.sets.length,
			users: project.users.length,
			variables: project.variables.length
		}
	};
}

/** Unicode code points of the text as it is kept, a line end as one. */
function charactersOf(text: string | null): number {
	const pairs = text?.match(/[\u{10000}-\u{10FFFF}]/gu)?.length ?? 0;
	return (text?.length ?? 0) - pairs;
}

function listCodes(codes: readonly QdaCode[], above: string[] = [], parent?: string): SaidCode[] {
	return codes.flatMap((code) => {
		const guid = code.writtenGuid || code.guid;
		const path = [...above, code.name];
		const { name, isCodable, color } = code;
		return [
			{ guid, name, path: path.join(' / '), parent: parent ?? null, isCodable, color },
			...listCodes(code.children, path, guid)
		];
	});
}

function countCodes(codes: readonly SaidCode[]) {
	const folders = codes.filter(({ isCodable }) => !isCodable).length;
	return { codes: codes.length, folders };
}

const setOf = ({ guid, name, codes, sources, notes }: QdaSet) => ({
	guid,
	name,
	codes: codes.length,
	sources: sources.length,
	notes: notes.length
});
