import { fork } from 'node:child_process';
import { render } from 'svelte/server';
import type { EditionFacts } from '#lib/report/content.ts';
import { renderEdition } from '#lib/report/html/page.ts';
import { writeEditionDocx } from '#lib/server/report/docx/writeEditionDocx.ts';
import { type GivePicture, drawPicture } from '#lib/server/report/pictures/drawPicture.ts';
import type { Picture } from '#lib/server/report/pictures/drawPng.ts';
import { largeEdition } from '../support/largeEdition.ts';
import { report } from './measure.ts';
import { contentOf, plainComponent, readPlainPage } from './plainPage.ts';

const FACTS: EditionFacts = {
	...{ number: 1, releasedOn: '2026-11-29', contentSha256: '0'.repeat(64), datasetSha256: null },
	...{ address: null, changes: [], removals: [], taken: [], datasetRemovedOn: null }
};
const ROUNDS = 21;
const MANY = 200;
const MOST_MIB = 512;

async function median(work: () => unknown, rounds = ROUNDS): Promise<number> {
	const durations: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const before = performance.now();
		await work();
		durations.push(performance.now() - before);
	}
	return durations.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
}

/** What one making of an edition of so many countries takes at most, in a process of its own. */
function peakOf(count: number): Promise<{ peakMiB: number; seconds: number }> {
	return new Promise((resolve, reject) => {
		const child = fork(import.meta.filename, [String(count)]);
		let peak: { peakMiB: number; seconds: number } | undefined;
		child.on('message', (message) => (peak = message as typeof peak));
		child.on('error', reject);
		child.on('exit', (code) =>
			peak ? resolve(peak) : reject(new Error(`the process ended with ${code}`))
		);
	});
}

/** Pictures as a release keeps them: each is drawn once. */
function keepPictures(): GivePicture {
	const kept = new Map<string, Picture | null>();
	return async (figure, language) => {
		const known = kept.get(figure.name);
		if (known !== undefined) return known;
		const drawn = await drawPicture(figure, language);
		kept.set(figure.name, drawn);
		return drawn;
	};
}

/**
 * An edition of eleven countries as HTML and as Word, beside three renderings of the same HTML by
 * Svelte alone, which is given every word and the place of every mark. Gives whether both take no
 * longer, and 200 delegations no more than 512 MiB.
 */
export async function measureEdition(): Promise<boolean> {
	const content = await largeEdition();
	const html = renderEdition(content, FACTS);
	const component = await plainComponent();
	const page = readPlainPage(html);
	// Nothing is rendered before somebody asks for it.
	const once = () => render(component, { props: { page } }).body;
	const bytesOf = (written: string) => Buffer.from(written).length;
	if (contentOf(once()) !== contentOf(html)) throw new Error('Svelte writes another page');
	const pictures = keepPictures();
	const drawing = await median(async () => {
		for (const { pieces } of content.chapters)
			for (const piece of pieces)
				if (piece.kind === 'figure') await pictures(piece.figure, content.language);
	}, 1);
	let docx: Uint8Array = new Uint8Array();
	const plain = await median(() => bytesOf(once()) + bytesOf(once()) + bytesOf(once()));
	const ours = await median(() => bytesOf(renderEdition(content, FACTS)));
	const word = await median(async () => (docx = await writeEditionDocx(content, FACTS, pictures)));
	const reference = { what: 'three times the same HTML by Svelte alone', ms: Math.round(plain) };
	const ratio = (ms: number) => Number((ms / plain).toFixed(2));
	report('edition of eleven countries as HTML', {
		...{ ms: Math.round(ours), htmlBytes: Buffer.byteLength(html), reference, ratio: ratio(ours) }
	});
	report('… as Word', {
		...{ ms: Math.round(word), docxBytes: docx.length, reference, ratio: ratio(word) }
	});
	report('… both', { ms: Math.round(ours + word), reference, ratio: ratio(ours + word), aim: 1 });
	report('… its pictures, once for a release', { ms: Math.round(drawing) });
	report('… memory of a process that makes all of it', await peakOf(11));
	const many = await peakOf(MANY);
	report(
		`edition of ${MANY} delegations with all their answers, memory of a process that makes all of it`,
		{
			...many,
			aimMiB: MOST_MIB
		}
	);
	return ours + word <= plain && many.peakMiB <= MOST_MIB;
}

if (process.send && process.argv[1] === import.meta.filename) {
	const before = performance.now();
	const count = Number(process.argv[2]);
	const content = await largeEdition(count);
	renderEdition(content, FACTS);
	await writeEditionDocx(content, FACTS);
	process.send(
		{
			peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
			seconds: Number(((performance.now() - before) / 1000).toFixed(1))
		},
		() => process.exit()
	);
}
