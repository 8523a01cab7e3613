import { AREAS, SPEAKERS, readCodeDescription, standingCode } from './exportCodes.ts';
import { idFromGuid } from './guid.ts';
import type { ImportPlan, ImportState, PlannedCode } from './importTypes.ts';
import type { QdaCode } from './model.ts';

const DEFAULT_COLOUR = '#7a4b86';
const MOST = { name: 200, text: 5000 };

/**
 * Matches the codes of a file to those of the study, by GUID, then by name in the same place of the tree, and
 * plans the others. Gives the id of the code for each GUID of the file; the folders that our own
 * exports add, and what stands in them, are no codes. A code that is there keeps its own words.
 */
export function planCodes(
	codes: readonly QdaCode[],
	state: ImportState,
	plan: ImportPlan,
	leave: (code: 'codes_known' | 'code_long') => void,
	isOurs: boolean
): Map<string, { id: string; isCodable: boolean }> {
	const found = new Map<string, { id: string; isCodable: boolean }>();
	const there = new Map(state.codes.map((code) => [code.id, code]));
	const byName = new Map<string, string>();
	for (const { status, parentId, name, id } of state.codes) {
		const key = keyOf(parentId, name.normalize('NFC'));
		if (status === 'active' && !byName.has(key)) byName.set(key, id);
	}
	const nextPosition = new Map<string | null, number>();
	const positionIn = (parentId: string | null) => {
		const position =
			nextPosition.get(parentId) ??
			1 +
				Math.max(
					-1,
					...state.codes.filter((each) => each.parentId === parentId).map((each) => each.position)
				);
		nextPosition.set(parentId, position + 1);
		return position;
	};
	const visit = (code: QdaCode, parentId: string | null): void => {
		if (code.guid === SPEAKERS || code.guid === AREAS) return;
		const name = code.name.normalize('NFC') || '…';
		const own = state.ours.get(code.guid);
		const known =
			(own?.kind === 'code' ? own.id : undefined) ??
			state.remembered.get(`code ${code.guid}`) ??
			byName.get(keyOf(parentId, name));
		const existing = known === undefined ? undefined : standingCode(there, known);
		let id: string;
		if (existing) {
			id = existing.id;
			leave('codes_known');
			if (!state.remembered.has(`code ${code.guid}`) && own?.kind !== 'code')
				plan.guids.push({ kind: 'code', guid: code.guid, id, isMade: false });
			found.set(code.guid, { id, isCodable: existing.isCodable });
		} else {
			const planned = newCode(code, name, state.studyId, parentId, isOurs);
			if (planned.wasCut) leave('code_long');
			id = planned.code.id;
			plan.codes.push({ ...planned.code, position: positionIn(parentId) });
			plan.guids.push({ kind: 'code', guid: code.guid, id, isMade: true });
			byName.set(keyOf(parentId, name), id);
			found.set(code.guid, { id, isCodable: code.isCodable });
		}
		for (const child of code.children) visit(child, id);
	};
	for (const code of codes) visit(code, null);
	return found;
}

const keyOf = (parentId: string | null, name: string) => `${parentId ?? ''} ${name}`;

function newCode(
	code: QdaCode,
	name: string,
	studyId: string,
	parentId: string | null,
	isOurs: boolean
): { code: PlannedCode; wasCut: boolean } {
	const read = isOurs
		? readCodeDescription(code.description)
		: { definition: code.description, includeWhen: '', excludeWhen: '', example: '' };
	let wasCut = name.length > MOST.name;
	const cut = (text: string, most: number) => {
		if (text.length <= most) return text;
		wasCut = true;
		// Not through a surrogate pair.
		return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
	};
	return {
		code: {
			id: idFromGuid(studyId, 'code', code.guid),
			guid: code.guid,
			parentId,
			name: cut(name, MOST.name),
			definition: cut(read.definition, MOST.text),
			includeWhen: cut(read.includeWhen, MOST.text),
			excludeWhen: cut(read.excludeWhen, MOST.text),
			example: cut(read.example, MOST.text),
			colour: code.color ?? DEFAULT_COLOUR,
			isCodable: code.isCodable,
			status: 'active',
			mergedInto: null,
			position: 0
		},
		wasCut
	};
}
