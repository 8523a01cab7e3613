import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unpackFont } from './unpackFont.ts';

const require = createRequire(import.meta.url);

interface Subset {
	/** Name of the package under @fontsource, and of the part of the font in it. */
	font: string;
	subset: string;
	family: string;
	weights: readonly (400 | 700)[];
	styles: readonly ('normal' | 'italic')[];
	/** Where the package says another one than the font has letters for. */
	range?: string;
}

const script = (font: string, subset: string, family: string): Subset => ({
	font,
	subset,
	family,
	weights: [400, 700],
	styles: ['normal']
});

/** What an edition is set in: Latin letters, the scripts of the region, and signs. */
const SUBSETS: readonly Subset[] = [
	...['latin', 'latin-ext', 'vietnamese'].flatMap((subset): Subset[] => [
		{ ...script('noto-sans', subset, 'Noto Sans'), styles: ['normal', 'italic'] },
		{ ...script('noto-serif', subset, 'Noto Serif'), styles: ['normal', 'italic'] }
	]),
	script('noto-sans-khmer', 'khmer', 'Noto Sans Khmer'),
	script('noto-sans-lao', 'lao', 'Noto Sans Lao'),
	script('noto-sans-myanmar', 'myanmar', 'Noto Sans Myanmar'),
	script('noto-sans-thai', 'thai', 'Noto Sans Thai'),
	script('noto-sans-tamil', 'tamil', 'Noto Sans Tamil'),
	{ ...script('noto-sans-symbols', 'symbols', 'Noto Sans Symbols'), weights: [400] },
	{ ...script('noto-sans-symbols-2', 'symbols', 'Noto Sans Symbols 2'), weights: [400] },
	{
		...script('noto-sans-math', 'latin', 'Noto Sans Math'),
		weights: [400],
		range: 'U+2100-214F,U+2190-22FF,U+27C0-27EF,U+2A00-2AFF'
	}
];

export interface FontFace {
	family: string;
	weight: 400 | 700;
	style: 'normal' | 'italic';
	/** As in CSS: `U+1780-17FF,U+19E0`; '' where the font says no range. */
	range: string;
	/** Path of the WOFF file. */
	file: string;
}

/** Every face there is, in an order that never changes. */
export function listFaces(): FontFace[] {
	return SUBSETS.flatMap(({ font, subset, family, weights, styles, range }) => {
		const folder = dirname(require.resolve(`@fontsource/${font}/package.json`));
		const ranges: Record<string, string> = JSON.parse(
			readFileSync(join(folder, 'unicode.json'), 'utf8')
		);
		return weights.flatMap((weight) =>
			styles.map((style) => ({
				family,
				weight,
				style,
				range: range ?? ranges[subset] ?? '',
				file: join(folder, 'files', `${font}-${subset}-${weight}-${style}.woff`)
			}))
		);
	});
}

/** Whether a range as CSS writes it holds one of the code points. */
function holdsOne(range: string, points: ReadonlySet<number>): boolean {
	if (range === '') return true;
	return range.split(',').some((part) => {
		const [first = '', last = first] = part.trim().replace(/^U\+/i, '').split('-');
		const [from, to] = [parseInt(first, 16), parseInt(last, 16)];
		return [...points].some((point) => point >= from && point <= to);
	});
}

/**
 * The @font-face rules a page needs to be drawn without any font of the machine, as CSS:
 * “Noto Serif”, and all others under the one name “Noto Sans”; the fonts themselves are data: URLs,
 * and only those `text` has letters of are there.
 */
export function fontFaces(text: string): string {
	const points = new Set([...text].map((letter) => letter.codePointAt(0)!));
	return listFaces()
		.filter(({ range }) => holdsOne(range, points))
		.map(({ family, weight, style, range, file }) => {
			const data = readFileSync(file).toString('base64');
			const limit = range === '' ? '' : `unicode-range:${range};`;
			const name = family === 'Noto Serif' ? family : 'Noto Sans';
			return `@font-face{font-family:"${name}";font-style:${style};font-weight:${weight};${limit}src:url(data:font/woff;base64,${data}) format("woff")}`;
		})
		.join('\n');
}

/** The fonts as TrueType, as what cannot read web fonts wants them, with their families. */
export function unpackedFaces(): { family: string; name: string; data: Buffer }[] {
	return listFaces().map(({ family, file }) => ({
		family,
		name: file.slice(file.lastIndexOf('/') + 1).replace(/woff$/, 'ttf'),
		data: unpackFont(readFileSync(file))
	}));
}

const families = [...new Set(SUBSETS.map(({ family }) => family))];
/** Of the machine's own fonts only those for scripts we have none for: others would draw otherwise. */
const BORROWED = [
	'CJK',
	'Arabic',
	'Devanagari',
	'Bengali',
	'Gujarati',
	'Telugu',
	'Sinhala',
	'Khamti'
];

/** What fontconfig is told (https://www.freedesktop.org/software/fontconfig/fontconfig-user.html). */
const configOf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${folder}</dir>
<dir>/usr/share/fonts</dir>
<cachedir>${folder}/cache</cachedir>
<selectfont>
<rejectfont><glob>/usr/share/fonts/*</glob></rejectfont>
<acceptfont>${BORROWED.map((name) => `<glob>/usr/share/fonts/*${name}*</glob>`).join('')}</acceptfont>
</selectfont>
${['sans-serif', 'serif', 'monospace', 'system-ui', 'Noto Sans', 'Noto Serif']
	.map((name) => {
		const first = /serif$/i.test(name) && name !== 'sans-serif' ? 'Noto Serif' : 'Noto Sans';
		const order = [first, ...families.filter((family) => family !== first)];
		const names = order.map((family) => `<family>${family}</family>`).join('');
		return `<match target="pattern"><test name="family"><string>${name}</string></test><edit name="family" mode="append" binding="strong">${names.replaceAll('family>', 'string>')}</edit></match>`;
	})
	.join('\n')}
</fontconfig>
`;

let config: string | undefined;

/**
 * A configuration for fontconfig under which our fonts are the only ones, but for scripts we
 * have none for. Gives the path of the file. It lies in
 * a folder of its own that goes when the process ends.
 */
export function fontConfig(): string {
	if (config) return config;
	const folder = mkdtempSync(join(tmpdir(), 'mufakat-fonts-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	for (const { name, data } of unpackedFaces()) writeFileSync(join(folder, name), data);
	config = join(folder, 'fonts.conf');
	writeFileSync(config, configOf(folder));
	return config;
}
