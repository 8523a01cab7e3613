/**
 * How codes look. Each colour has a sign and a kind of line of its own, so that none says anything
 * by its colour alone; what it is in light and dark is in components/coding/codes.css.
 */
export const PALETTE = [
	{ name: 'plum', hex: '#7a4b86', sign: '●', line: 'solid' },
	{ name: 'leaf', hex: '#5c8a3a', sign: '■', line: 'dashed' },
	{ name: 'clay', hex: '#c96f35', sign: '▲', line: 'double' },
	{ name: 'sea', hex: '#0b6e8a', sign: '◆', line: 'dotted' },
	{ name: 'rose', hex: '#b0355f', sign: '★', line: 'solid' },
	{ name: 'sand', hex: '#9a7a1e', sign: '▼', line: 'dashed' },
	{ name: 'sky', hex: '#3a66b7', sign: '○', line: 'double' },
	{ name: 'pine', hex: '#1f7a5c', sign: '□', line: 'dotted' },
	{ name: 'rust', hex: '#a3432c', sign: '△', line: 'solid' },
	{ name: 'night', hex: '#5551a8', sign: '◇', line: 'dashed' },
	{ name: 'stone', hex: '#6b6f70', sign: '☆', line: 'double' },
	{ name: 'berry', hex: '#8f3d94', sign: '▽', line: 'dotted' }
] as const;

export type Look = (typeof PALETTE)[number];
export type LookName = Look['name'];

const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** The look nearest to a colour (#rrggbb), which may come from another program. */
export function lookOf(colour: string): Look {
	const [red = 0, green = 0, blue = 0] = parts(colour);
	const away = ({ hex }: Look) => {
		const [r = 0, g = 0, b = 0] = parts(hex);
		return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
	};
	return PALETTE.reduce<Look>((best, look) => (away(look) < away(best) ? look : best), PALETTE[0]);
}

/** A look fewer of these colours have than others: what the next new code takes. */
export function freeLook(colours: readonly string[]): Look {
	const used = colours.map((colour) => lookOf(colour).name);
	const count = (look: Look) => used.filter((name) => name === look.name).length;
	return PALETTE.reduce<Look>(
		(best, look) => (count(look) < count(best) ? look : best),
		PALETTE[0]
	);
}
