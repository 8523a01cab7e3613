import { SIZES } from './shapes.ts';

/**
 * Colours of drawings. `var` in a page, where the scheme of its reader counts; the value itself in a
 * file of its own, since programs that turn a drawing into points know no variables. Steps 4 and 5
 * are dark in a light scheme and light in a dark one, and carry the other ink.
 */
const LIGHT = {
	paper: '#ffffff',
	ink: '#1c2321',
	soft: '#515c58',
	rule: '#cfc8b9',
	edge: '#878475',
	bar: '#0b5d5b',
	f1: '#eef5f3',
	f2: '#cfe4df',
	f3: '#9cc9c1',
	f4: '#17706c',
	f5: '#084a48',
	on: '#ffffff'
};
const DARK: typeof LIGHT = {
	paper: '#1c2322',
	ink: '#eceae3',
	soft: '#b6beb9',
	rule: '#465250',
	edge: '#7b8884',
	bar: '#74c7bc',
	f1: '#1d2f2e',
	f2: '#1f4341',
	f3: '#1f5b57',
	f4: '#74c7bc',
	f5: '#a9e0d7',
	on: '#06201f'
};
type Colours = typeof LIGHT;
const NAMES = Object.keys(LIGHT) as (keyof Colours)[];

const FONTS =
	"'Noto Sans', system-ui, 'Noto Sans Khmer', 'Noto Sans Myanmar', 'Noto Sans Lao', 'Noto Sans Thai', 'Noto Sans Tamil', sans-serif";

const INK = '.drawn text';

function rules(colour: (name: keyof Colours) => string): string {
	return [
		`${INK}{fill:${colour('ink')}}`,
		`.drawn .m{fill:${colour('soft')}}`,
		`.drawn .s4,.drawn .s5{fill:${colour('on')}}`,
		`.drawn .rule{stroke:${colour('rule')}}`,
		`.drawn .bar{fill:${colour('bar')}}`,
		`.drawn .chip{fill:${colour('paper')};stroke:${colour('rule')}}`,
		`.drawn .ground{fill:${colour('paper')}}`,
		...(['f1', 'f2', 'f3', 'f4', 'f5'] as const).map(
			(name) => `.drawn .${name}{fill:${colour(name)}}`
		),
		`.drawn .edge{stroke:${colour('edge')}}`
	].join('');
}

const SHARED = [
	`${INK}{font-family:${FONTS}}`,
	...SIZES.map((size) => `.drawn .z${size}{font-size:${size}px}`),
	'.drawn .b{font-weight:600}',
	'.drawn .middle{text-anchor:middle}',
	'.drawn .end{text-anchor:end}',
	'.drawn rect{-webkit-print-color-adjust:exact;print-color-adjust:exact}'
].join('');

/** Style of a drawing that is a file: its colours follow a dark scheme where a browser shows it. */
export const FILE_LOOK = `${SHARED}${rules((name) => LIGHT[name])}@media screen and (prefers-color-scheme:dark){${rules((name) => DARK[name])}}`;

const variables = (colours: Colours) =>
	NAMES.map((name) => `--draw-${name}:${colours[name]}`).join(';');

/** Style of the drawings in a page, for its stylesheet. */
export const PAGE_LOOK = `:root{${variables(LIGHT)}}@media screen and (prefers-color-scheme:dark){:root{${variables(DARK)}}}${SHARED}${rules((name) => `var(--draw-${name})`)}`;
