import type { LookName } from '#lib/codes/palette.ts';
import { m } from '#lib/paraglide/messages.js';

const words: Record<LookName, () => string> = {
	plum: m.coding_look_plum,
	leaf: m.coding_look_leaf,
	clay: m.coding_look_clay,
	sea: m.coding_look_sea,
	rose: m.coding_look_rose,
	sand: m.coding_look_sand,
	sky: m.coding_look_sky,
	pine: m.coding_look_pine,
	rust: m.coding_look_rust,
	night: m.coding_look_night,
	stone: m.coding_look_stone,
	berry: m.coding_look_berry
};

/** A look by the name of its colour. */
export const lookWords = (name: LookName): string => words[name]();
