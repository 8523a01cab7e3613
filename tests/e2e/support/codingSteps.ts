import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Locator, Page } from '@playwright/test';
import { asSystem } from '#lib/server/database/asActor.ts';
import { code, makeCode } from '../../support/codingWorld.ts';
import {
	AGREES_TO_ALL,
	AGREES_TO_QUOTES,
	addGroup,
	addParticipant,
	addTurn
} from '../../support/groupWorld.ts';
import { submitJustice } from '../../support/submittedWorld.ts';
import type { Person, World } from '../../support/world.ts';
import type { OwnApp } from './ownApp.ts';
import { type OpenPage, expect } from './test.ts';

/** How many turns the meeting has: more than one page of them. */
export const TURNS = 130;
export const FIRST = 'We go to the office, but the officer asks for a letter.';
export const KHMER = 'ពលករត្រូវការលិខិតពីនិយោជក។';

/** What the journeys of coding point at. */
export interface CodingIds {
	groupId: string;
	turns: string[];
	codes: Record<'barrier' | 'cost' | 'letter', string>;
}
export const ids = {} as CodingIds;

/** A meeting of 130 turns, three codes, one code on a text, and a submitted answer. */
export async function fillCoding(world: World): Promise<void> {
	const groupId = await addGroup(world);
	const one = await addParticipant(world, groupId, { pseudonym: 'P01', agrees: AGREES_TO_ALL });
	const two = await addParticipant(world, groupId, {
		pseudonym: 'P02',
		country: 'ID',
		agrees: AGREES_TO_QUOTES
	});
	const blockId = randomUUID();
	await asSystem(world.database.db, (trx) =>
		trx
			.insertInto('guide_blocks')
			.values({
				id: blockId,
				group_id: groupId,
				study_id: world.studyId,
				position: 0,
				title: 'Access to justice'
			})
			.execute()
	);
	const turns: string[] = [];
	for (let at = 0; at < TURNS; at++) {
		const given =
			at === 0
				? { body: FIRST }
				: at === 1
					? { body: KHMER, translation: 'A worker needs a letter from the employer.' }
					: { body: `Sample turn ${at}: the bus costs half a day.` };
		turns.push(
			await addTurn(world, groupId, {
				participantId: at % 2 === 0 ? one : two,
				ordinal: at,
				...given
			})
		);
	}
	await asSystem(world.database.db, (trx) =>
		trx.updateTable('turns').set({ block_id: blockId }).where('group_id', '=', groupId).execute()
	);
	const codes = {
		barrier: await makeCode(world, 'barrier'),
		cost: await makeCode(world, 'cost'),
		letter: await makeCode(world, 'employer letter')
	};
	await code(world, 'nadia', turns[0]!, codes.barrier, 'the officer asks');
	await submitJustice(world);
	Object.assign(ids, { groupId, turns, codes });
}

/** Opens a page of the own application as somebody, in English. */
export async function openAs(
	open: OpenPage,
	app: OwnApp,
	person: Person,
	options: BrowserContextOptions = {}
): Promise<Page> {
	const page = await open({ baseURL: app.origin, ...options });
	const [name = '', value = ''] = app.cookies[person].split('=');
	await page.context().addCookies([
		{ name, value, url: app.origin },
		{ name: 'language', value: 'en', url: app.origin }
	]);
	return page;
}

export const meetingPath = (app: OwnApp) =>
	`/rounds/${app.world.roundId}/coding/meetings/${ids.groupId}`;

/** Opens the coding page of the meeting and waits until it is alive. */
export async function openMeeting(page: Page, app: OwnApp, query = ''): Promise<void> {
	await page.goto(`${meetingPath(app)}${query}`);
	await page.locator('[data-hydrated]').waitFor({ state: 'attached' });
}

/** A turn's article by its place in the meeting. */
export const turnAt = (page: Page, at: number): Locator =>
	page.locator(`article[data-place="${at}"]`);

/** Where words of a turn are on the screen. */
export async function boxOf(turn: Locator, words: string) {
	return turn
		.locator('[data-text]')
		.first()
		.evaluate((text, wanted) => {
			const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
			for (let node = walker.nextNode(); node; node = walker.nextNode()) {
				const at = (node.nodeValue ?? '').indexOf(wanted);
				if (at < 0) continue;
				const range = document.createRange();
				range.setStart(node, at);
				range.setEnd(node, at + wanted.length);
				const { left, right, top, height } = range.getBoundingClientRect();
				return { left: left + 1, right: right - 1, middle: top + height / 2 };
			}
			throw new Error(`“${wanted}” is not there in one piece`);
		}, words);
}

/** Selects words of a turn with the mouse. */
export async function dragOver(page: Page, turn: Locator, words: string): Promise<void> {
	const { left, right, middle } = await boxOf(turn, words);
	await page.mouse.move(left, middle);
	await page.mouse.down();
	await page.mouse.move(right, middle, { steps: 6 });
	await page.mouse.up();
}

/** The codes on a turn by their names, as somebody reads them under it. */
export async function chipsOf(turn: Locator): Promise<string[]> {
	const chips = await turn.locator('a[data-coding]').allInnerTexts();
	// Behind the colon stand the words it lies on, for those who hear the list.
	return chips
		.map((chip) =>
			chip
				.split(':')[0]!
				.replaceAll(/[^\p{L} ]/gu, '')
				.trim()
		)
		.sort();
}

export async function expectChips(turn: Locator, names: string[]): Promise<void> {
	await expect.poll(() => chipsOf(turn)).toEqual(names.toSorted());
}
