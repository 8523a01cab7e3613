import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../../bin/find.mjs';
import { renderEdition } from '#lib/report/html/page.ts';
import type { EditionContent, EditionFacts } from '#lib/report/content.ts';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { releaseEdition } from '#lib/server/editions/decide.ts';
import { makeFile } from '#lib/server/editions/makeFile.ts';
import { openEdition, previewReport } from '#lib/server/editions/pages.ts';
import { proposeEdition } from '#lib/server/editions/propose.ts';
import { openPublishedPage } from '#lib/server/editions/published.ts';
import { writeEditionDocx } from '#lib/server/report/docx/writeEditionDocx.ts';
import { recordWithdrawal } from '#lib/server/focusgroups/withdrawals.ts';
import { type ConsentItem, SESSION_RULES, TURN_MARKS, type WithdrawalScope } from '#lib/terms.ts';
import { EXPOSURES, type Exposure } from '#lib/xlsform/definition.ts';
import { outcome, placeOf, withKey } from '../support/consentWorld.ts';
import { openTestDatabase } from '../support/database.ts';
import { type GivenCitation, addAnswers, writeReport } from '../support/editionWorld.ts';
import { addGroup, addParticipant, addTurn } from '../support/groupWorld.ts';
import { askPoppler, hasTool, openInOffice } from '../support/tools.ts';
import { type World, buildWorld } from '../support/world.ts';

/**
 * Rules R4, R8 and R10 in what is published: for random exposures, consents, marks and rules of
 * meetings, every cited word that may leave stands in the page, the site, the Word file and the PDF, and
 * none that may not; after random withdrawals neither. What may leave is worked out here anew.
 */
const chromium = findChromium().path;
const readsPdf = Boolean(chromium) && hasTool('pdftotext');
if (!chromium) process.stderr.write('Left out what is printed: there is no Chromium.\n');
/** Cases also printed, up to three times each: the two given ones, which come first, and three by chance. */
const PRINTED = 5;
const hasOffice = hasTool('soffice');
/** Cases whose Word file is also read by LibreOffice, which takes its time. */
const READ_IN_OFFICE = 2;

let database: Database;
let world: World;
beforeAll(async () => {
	database = await openTestDatabase();
	world = withKey(await buildWorld(database));
});
afterAll(() => database.close());

interface Somebody {
	agrees: ConsentItem[];
	mark: (typeof TURN_MARKS)[number];
	withdraws: WithdrawalScope | null;
}
interface Case {
	rule: (typeof SESSION_RULES)[number];
	people: Somebody[];
	exposures: Exposure[];
}
const always: ConsentItem[] = ['take_part', 'notes', 'confidentiality'];
const cases: fc.Arbitrary<Case> = fc.record({
	rule: fc.constantFrom(...SESSION_RULES),
	people: fc.array(
		fc.record({
			agrees: fc
				.subarray<ConsentItem>(['quotation', 'quotation', 'country', 'organisation', 'name'])
				.map((some) => [...always, ...some]),
			mark: fc.constantFrom(...TURN_MARKS, 'quotable' as const),
			withdraws: fc.constantFrom(null, null, 'identity', 'quotes', 'future_use', 'all' as const)
		}),
		{ minLength: 1, maxLength: 4 }
	),
	exposures: fc.array(fc.constantFrom(...EXPOSURES), { minLength: 1, maxLength: 4 })
});

interface Marked {
	label: string;
	words: string;
	mayLeave: boolean;
}

const mayBeQuoted = ({ agrees, mark }: Somebody) =>
	agrees.includes('quotation') && mark === 'quotable';
/** Forbidding future use alone leaves what is published; a name that goes leaves the words. */
const staysAfter = (somebody: Somebody) =>
	mayBeQuoted(somebody) && !['quotes', 'all'].includes(somebody.withdraws ?? '');

/** What a PDF says, in one piece: where a line ends the reader leaves out a hyphen. */
async function pdfText(content: EditionContent, facts: EditionFacts): Promise<string> {
	const making = { chromium, folder: 'sample', progress: async () => {} };
	const pdf = await makeFile('pdf', content, facts, making);
	return inOnePiece(await askPoppler('pdftotext', pdf));
}
/** What LibreOffice reads in a Word file. */
const officeText = async (docx: Uint8Array) => (await openInOffice(docx, 'txt')).toString('utf8');
const inOnePiece = (text: string) => text.replace(/[\s\p{C}-]/gu, '');

async function textsOf({ content, facts }: { content: EditionContent; facts: EditionFacts }) {
	const docx = await writeEditionDocx(content, facts);
	// The frozen content itself is served to nobody.
	return {
		html: renderEdition(content, facts),
		...(readsPdf && runs <= PRINTED ? { pdf: await pdfText(content, facts) } : {}),
		...(hasOffice && runs <= READ_IN_OFFICE ? { office: await officeText(docx) } : {}),
		docx: (await mammoth.extractRawText({ buffer: Buffer.from(docx) })).value,
		package: Object.entries(unzipSync(docx))
			.filter(([name]) => /\.(xml|rels)$/.test(name))
			.map(([, bytes]) => new TextDecoder().decode(bytes))
			.join('\n')
	};
}

function expectOnlyAllowed(texts: Record<string, string>, marked: readonly Marked[], when: string) {
	for (const [where, text] of Object.entries(texts))
		for (const { words, mayLeave } of marked) {
			const isThere = text.includes(where === 'pdf' ? inOnePiece(words) : words);
			expect(isThere, `${when}: ${words} in ${where}`).toBe(mayLeave);
		}
}

/** In what is printed each of these labels stands with its number: behind its sentence, and by its source. */
function expectCited({ pdf }: { pdf?: string }, labels: readonly string[], when: string) {
	if (pdf === undefined) return;
	for (const [at, label] of labels.entries()) {
		expect(pdf, `${when}: ${label} behind its sentence`).toContain(
			inOnePiece(`Sample sentence ${at}. [${at + 1}]`)
		);
		const source = RegExp(`${at + 1}\\.\\D.{0,80}?${RegExp.escape(inOnePiece(label))}`);
		expect(pdf, `${when}: ${label} by its source`).toMatch(source);
	}
}

let runs = 0;
async function hold({ rule, people, exposures }: Case) {
	const run = ++runs;
	const citations: GivenCitation[] = [];
	const marked: Marked[] = [];
	for (const [at, exposure] of exposures.entries()) {
		const words = `answer-${run}-${at}-marker`;
		const label = `KH-2.2-v${at + 1}`;
		const answer = await addAnswers(world, {
			country: at % 2 === 0 ? 'KH' : 'ID',
			area: 'return',
			isAccepted: true,
			answers: { how: { value: `Sample ${words} said.`, exposure } }
		});
		citations.push({ label, kind: 'answer', answer: { ...answer, question: 'how' } });
		marked.push({ label, words, mayLeave: exposure === 'public' });
	}
	const groupId = await addGroup(world, { name: `Sample meeting ${run}`, rule });
	const speakers: { id: string; somebody: Somebody; label: string; words: string }[] = [];
	for (const [at, somebody] of people.entries()) {
		const words = `turn-${run}-${at}-marker`;
		const label = `Q${at + 1}`;
		const id = await addParticipant(world, groupId, {
			pseudonym: `P${run}-${at}`,
			agrees: somebody.agrees
		});
		const turnId = await addTurn(world, groupId, {
			participantId: id,
			body: `Sample ${words} said.`,
			mark: somebody.mark
		});
		citations.push({ label, kind: 'quote', turnId });
		marked.push({ label, words, mayLeave: mayBeQuoted(somebody) });
		speakers.push({ id, somebody, label, words });
	}
	const blocksOf = (labels: readonly string[]) =>
		labels.map((label, at) => `Sample sentence ${at}.[@${label}]`);
	const all = marked.map(({ label }) => label);
	await writeReport(world, [{ title: 'Sample', blocks: blocksOf(all) }], citations);

	const draft = await previewReport(world.as('edi'), world.roundId);
	expectOnlyAllowed(
		{ ...(await textsOf(draft)), content: JSON.stringify(draft.content) },
		marked,
		'draft'
	);

	const id = randomUUID();
	const input = { roundId: world.roundId, id, note: '' };
	const isReady = marked.every(({ mayLeave }) => mayLeave);
	expect(await outcome(proposeEdition(world.as('edi'), input))).toBe(
		isReady ? 'done' : 'edition_not_ready'
	);
	const kept = marked.filter(({ mayLeave }) => mayLeave);
	if (kept.length === 0) return;
	const labels = kept.map(({ label }) => label);
	if (!isReady) {
		await writeReport(world, [{ title: 'Sample', blocks: blocksOf(labels) }], citations);
		await proposeEdition(world.as('edi'), input);
	}
	const place = { roundId: world.roundId, editionId: id };
	await releaseEdition(world.as('rina'), place);
	const released = await published(place);
	expectOnlyAllowed(released, marked, 'released');
	expectCited(released, labels, 'released');

	for (const { id: participantId, somebody } of speakers)
		if (somebody.withdraws)
			await recordWithdrawal(world.as('nadia'), {
				...placeOf(world, groupId, participantId),
				id: randomUUID(),
				scope: somebody.withdraws
			});
	const after = marked.map((each) => {
		const speaker = speakers.find(({ label }) => label === each.label);
		return speaker ? { ...each, mayLeave: staysAfter(speaker.somebody) } : each;
	});
	const left = await published(place);
	expectOnlyAllowed(left, after, 'taken back');
	// The words are gone; that something was cited there, and what, is not.
	expectCited(left, labels, 'taken back');
}

/** The page, the Word file and the public pages of an edition as they are now. */
async function published(place: { roundId: string; editionId: string }) {
	const slug = await asSystem(database.db, async (trx) => {
		const found = await trx
			.selectFrom('reports')
			.select('slug')
			.where('round_id', '=', place.roundId)
			.executeTakeFirstOrThrow();
		return found.slug!;
	});
	const { bytes } = await openPublishedPage(world.system, {
		...{ slug, number: '1', path: 'sources.html' }
	});
	return {
		...(await textsOf(await openEdition(world.as('nadia'), place))),
		site: new TextDecoder().decode(bytes)
	};
}

test('what may leave does, and nothing else', { timeout: 480_000 }, async () => {
	await fc.assert(fc.asyncProperty(cases, hold), {
		numRuns: 8,
		endOnFailure: true,
		examples: [
			[
				{
					rule: 'open',
					people: [
						{ agrees: [...always, 'quotation', 'country'], mark: 'quotable', withdraws: 'quotes' },
						{ agrees: [...always, 'quotation'], mark: 'quotable', withdraws: null },
						{ agrees: [...always, 'quotation'], mark: 'quotable', withdraws: 'future_use' }
					],
					exposures: ['public', 'public']
				}
			],
			[
				{
					rule: 'chatham_house',
					people: [{ agrees: [...always, 'quotation'], mark: 'quotable', withdraws: 'all' }],
					exposures: ['public', 'study_team', 'coordinators']
				}
			]
		]
	});
});
