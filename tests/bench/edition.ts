import { fork } from 'node:child_process';
import { compile } from 'svelte/compiler';
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import type { EditionFacts } from '#lib/report/content.ts';
import { renderEdition } from '#lib/report/html/page.ts';
import { writeEditionDocx } from '#lib/server/report/docx/writeEditionDocx.ts';
import { largeEdition } from '../support/largeEdition.ts';
import { report } from './measure.ts';

const FACTS: EditionFacts = {
	...{ number: 1, releasedOn: '2026-11-29', contentSha256: '0'.repeat(64), datasetSha256: null },
	...{ address: null, changes: [], removals: [], taken: [], datasetRemovedOn: null }
};
const ROUNDS = 5;
const MANY = 200;

async function median(work: () => unknown, rounds = ROUNDS): Promise<number> {
	const durations: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const before = performance.now();
		await work();
		durations.push(performance.now() - before);
	}
	return durations.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
}

/** A component that writes lines and nothing else, made by Svelte as a page would be. */
async function plainComponent() {
	const { js } = compile(
		'<script>let { lines } = $props();</script>{#each lines as line}<p>{line}</p>{/each}',
		{ generate: 'server', filename: 'Plain.svelte' }
	);
	const code = js.code.replaceAll(
		/from '(svelte[^']*)'/g,
		(_, name: string) => `from '${import.meta.resolve(name)}'`
	);
	const made = await import(`data:text/javascript,${encodeURIComponent(code)}`);
	return made.default as Component<{ lines: string[] }>;
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

/** An edition of eleven countries as HTML and as Word, beside Svelte writing as much text. */
export async function measureEdition(): Promise<void> {
	const content = await largeEdition();
	const html = renderEdition(content, FACTS);
	const component = await plainComponent();
	const lines: string[] = html.match(/[\s\S]{1,120}/g) ?? [];
	// Nothing is rendered before somebody asks for it.
	const once = () => render(component, { props: { lines } }).body.length;
	const plain = await median(() => once() + once() + once());
	const ours = await median(() => renderEdition(content, FACTS));
	let docx: Uint8Array = new Uint8Array();
	// Takes long enough to be measured once.
	const word = await median(async () => (docx = await writeEditionDocx(content, FACTS)), 1);
	const reference = { what: 'three times as much text by Svelte alone', ms: Math.round(plain) };
	const ratio = (ms: number) => Number((ms / plain).toFixed(2));
	report('edition of eleven countries as HTML', {
		...{ ms: Math.round(ours), htmlBytes: Buffer.byteLength(html), reference, ratio: ratio(ours) }
	});
	report('… as Word', {
		...{ ms: Math.round(word), docxBytes: docx.length, reference, ratio: ratio(word) }
	});
	report('… memory of a process that makes both', await peakOf(11));
	report(
		`edition of ${MANY} delegations, both, without their answers one by one`,
		await peakOf(MANY)
	);
}

if (process.send && process.argv[1] === import.meta.filename) {
	const before = performance.now();
	const count = Number(process.argv[2]);
	const content = await largeEdition(count, count < MANY);
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
