/** Adding, changing, moving and removing issue areas. */
import { type Area, type Definition } from '../definition.ts';
import { changeAreaNamed } from './body.ts';
import { editError } from './editError.ts';
import { requireFree } from './names.ts';
import { renumber } from './numbers.ts';
import { without } from './without.ts';

const areaNames = (definition: Definition) => new Set(definition.areas.map((area) => area.name));

/** With one more area at the end, numbered as the others are. Throws an EditError. */
export function addArea(definition: Definition, area: Omit<Area, 'number'>): Definition {
	requireFree('area', area.name, areaNames(definition));
	const areas = [...definition.areas, { ...area, number: 0 }];
	return renumber(definition, { ...definition, areas });
}

/** What an area says of itself; its name, number and questions stay. */
export type AreaWords = Pick<Area, 'title' | 'short' | 'intro' | 'kind'> & { relevant?: string };

/** With an area's words changed. Throws an EditError. */
export function changeArea(definition: Definition, name: string, words: AreaWords): Definition {
	return changeAreaNamed(definition, name, (area) => {
		const { relevant, ...texts } = words;
		return { ...without(area, 'relevant'), ...texts, ...(relevant ? { relevant } : {}) };
	});
}

/** One place up or down; the definition itself where there is none. Throws an EditError. */
export function moveArea(
	definition: Definition,
	name: string,
	direction: 'up' | 'down'
): Definition {
	const at = definition.areas.findIndex((area) => area.name === name);
	if (at < 0) throw editError('not_there', name);
	const to = at + (direction === 'up' ? -1 : 1);
	if (to < 0 || to >= definition.areas.length) return definition;
	const areas = [...definition.areas];
	const [area] = areas.splice(at, 1);
	areas.splice(to, 0, area!);
	return renumber(definition, { ...definition, areas });
}

/** Without an area and its questions; one has to stay. Throws an EditError. */
export function removeArea(definition: Definition, name: string): Definition {
	const areas = definition.areas.filter((area) => area.name !== name);
	if (areas.length === definition.areas.length) throw editError('not_there', name);
	if (areas.length === 0) throw editError('last_area', name);
	return renumber(definition, { ...definition, areas });
}
