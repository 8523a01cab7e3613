/**
 * Where the declarations of entities stand in the form: each in the group, repeat or form that
 * holds what it refers to, at most one in each, as the reference converter places them.
 */
import { type Problems, sheetProblem } from './problemCodes.ts';
import type { Row } from './rows.ts';
import type { Open } from './surveyContext.ts';
import type { Element } from './tree.ts';

/** One row of the entities sheet. */
export interface EntityDeclaration {
	list: string;
	row: number;
	element: Element;
	/** The questions its expressions name. */
	names: ReadonlySet<string>;
}

/** A row of the survey that belongs to an entity: it saves to it, or is named by it. */
export interface EntityReference {
	list: string;
	/** The form and the groups and repeats the row stands in, outermost first. */
	path: readonly Open[];
	row: Row;
	/** What is saved to; null where the declaration names the row. */
	property: string | null;
}

type Path = readonly Open[];

interface Request {
	declaration: EntityDeclaration;
	scope: Path;
	wanted: Path;
	savedFrom: readonly Path[];
}

type Report = (place: 'survey' | 'entities', row: number, reason: string) => void;

const isBoundary = ({ kind }: Open): boolean => kind === null || kind === 'repeat';
const scopeOf = (path: Path): Path => path.slice(0, path.findLastIndex(isBoundary) + 1);
const repeatsIn = (path: Path): number => path.filter(({ kind }) => kind === 'repeat').length;
const groupsBelow = (path: Path): number => path.length - scopeOf(path).length;
// The innermost group tells the whole path, so paths are equal when it is the same.
const isSame = (one: Path, other: Path): boolean => one.at(-1) === other.at(-1);
const isWithin = (path: Path, outer: Path): boolean =>
	path[outer.length - 1] === outer[outer.length - 1];

function commonPath(paths: readonly Path[]): Path {
	const [first = []] = paths;
	const least = Math.min(...paths.map((path) => path.length));
	// The converter goes on after the first difference; so does this.
	const differs = first.findLastIndex(
		(open, index) => index < least && paths.some((path) => path[index] !== open)
	);
	return first.slice(0, differs < 0 ? least : differs);
}

function deeper(one: Path, other: Path): Path {
	const more = repeatsIn(other) - repeatsIn(one) || groupsBelow(other) - groupsBelow(one);
	return more > 0 ? other : one;
}

function requestOf(
	declaration: EntityDeclaration,
	references: readonly EntityReference[],
	report: Report
): Request | null {
	let inner = references[0]!;
	let saving = inner.property === null ? null : inner;
	let scope = scopeOf(inner.path);
	const savedFrom: Path[] = [];
	for (const reference of references) {
		const { path, property } = reference;
		const around = scopeOf(path);
		if (repeatsIn(around) > repeatsIn(scope)) {
			scope = around;
			inner = reference;
			if (property !== null) saving = reference;
		}
		const isInScope = isSame(around, scope);
		if (isInScope && groupsBelow(path) > groupsBelow(inner.path)) inner = reference;
		if (property === null) continue;
		if (!savedFrom.some((each) => isSame(each, path))) savedFrom.push(path);
		if (!saving || (isInScope && groupsBelow(path) > groupsBelow(saving.path))) saving = reference;
	}
	let wanted = (saving ?? inner).path;
	if (savedFrom.length === 1) wanted = savedFrom[0]!;
	else if (saving && savedFrom.length > 1)
		wanted = deeper(scopeOf(saving.path), commonPath(savedFrom));
	for (const { path, property, row } of references) {
		const around = scopeOf(path);
		const isApart = !isWithin(scope, around);
		if (property !== null && (isApart || !isSame(scopeOf(wanted), around)))
			report('survey', row.number, `“${declaration.list}” is referred to from another repeat.`);
		else if (isApart)
			report('entities', declaration.row, 'it refers to questions of different repeats.');
		else continue;
		return null;
	}
	return { declaration, scope, wanted, savedFrom };
}

/** Gives every request a place of its own; null when there is none left for one. */
function allocate(groups: readonly Request[][], report: Report): Map<Open, EntityDeclaration> {
	const places = new Map<Open, EntityDeclaration>();
	const reserved = new Set<Open>();
	const place = ({ declaration, scope, wanted, savedFrom }: Request): boolean => {
		for (let depth = wanted.length; depth >= scope.length; depth--) {
			const open = wanted[depth - 1]!;
			if (!reserved.has(open)) {
				places.set(open, declaration);
				reserved.add(open);
				for (const path of savedFrom) for (const each of path.slice(depth - 1)) reserved.add(each);
				return true;
			}
			const from = savedFrom[0]?.at(-1);
			if (from && reserved.has(from)) return false;
		}
		return false;
	};
	for (const requests of groups)
		for (const request of requests.toSorted((a, b) => a.declaration.row - b.declaration.row))
			if (!place(request))
				report('entities', request.declaration.row, 'its group has another entity already.');
	return places;
}

/** Puts the declarations into the tree; returns those that belong to the form's own meta. */
export function placeEntities(
	root: Open,
	declarations: readonly EntityDeclaration[],
	references: readonly EntityReference[],
	sheets: Readonly<Record<'survey' | 'entities', string>>,
	problems: Problems
): Element[] {
	const report: Report = (place, row, reason) =>
		problems.errors.push(sheetProblem('entity_invalid', { sheet: sheets[place], row }, { reason }));
	const groups = new Map<Open, Request[]>();
	const add = (request: Request): void => {
		const scope = request.scope.at(-1)!;
		groups.set(scope, [...(groups.get(scope) ?? []), request]);
	};
	const byList = Map.groupBy(references, ({ list }) => list);
	for (const [list, found] of byList) {
		const declaration = declarations.find((each) => each.list === list);
		const request = declaration && requestOf(declaration, found, report);
		if (request) add(request);
	}
	for (const declaration of declarations)
		if (!byList.has(declaration.list))
			add({ declaration, scope: [root], wanted: [root], savedFrom: [] });
	const only = groups.size === 1 ? groups.get(root) : undefined;
	if (only?.length === 1) return [only[0]!.declaration.element];
	const ownMeta: Element[] = [];
	for (const [open, { element }] of allocate([...groups.values()], report)) {
		if (open === root) ownMeta.push(element);
		else if (open.kind !== 'loop')
			open.children.push({
				name: 'meta',
				type: 'group',
				row: element.row,
				isAdded: true,
				children: [element]
			});
	}
	return ownMeta;
}
