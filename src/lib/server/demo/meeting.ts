import { randomUUID } from 'node:crypto';
import { PALETTE } from '#lib/codes/palette.ts';
import { PLAIN_FACTS } from '#lib/focusgroups/facts.ts';
import { CONSENT_ITEMS, type ConsentItem } from '#lib/terms.ts';
import { addCode } from '../coding/changeCode.ts';
import { addCodings } from '../coding/addCodings.ts';
import { createComparison } from '../coding/createComparison.ts';
import { finishCoding } from '../coding/finishCoding.ts';
import { writeMemo } from '../coding/memos.ts';
import { relateTurn } from '../coding/relations.ts';
import { takeNote } from '../coding/takeNote.ts';
import { freezeCodebook } from '../coding/versions.ts';
import { asActor } from '../database/asActor.ts';
import { getForm } from '../focusgroups/consentForm.ts';
import { recordConsent } from '../focusgroups/consents.ts';
import { createGroup } from '../focusgroups/groups.ts';
import { beginGuide } from '../focusgroups/guide.ts';
import { addParticipant } from '../focusgroups/participants.ts';
import { addStatement } from '../focusgroups/statements.ts';
import { recordVotes } from '../focusgroups/votes.ts';
import {
	AREA,
	CODES,
	type DemoCode,
	PARTICIPANTS,
	type PlannedParticipant,
	QUESTION,
	STATEMENTS,
	TURNS
} from './meetingWords.ts';
import { type Demo, type DemoRound, as } from './stage.ts';

const DAY = 86_400_000;
const HELD_AGO = 12;

/** What each way of agreeing says yes to; the rest is a no. */
const YES: Record<NonNullable<PlannedParticipant['agrees']>, readonly ConsentItem[]> = {
	country: ['take_part', 'notes', 'confidentiality', 'quotation', 'translation', 'country'],
	quotes: ['take_part', 'notes', 'confidentiality', 'quotation', 'translation'],
	notes: ['take_part', 'notes', 'confidentiality']
};

/** A focus group that was held, coded by two people and not reconciled yet, and one that is planned. */
export async function meet(demo: Demo, round: DemoRound): Promise<void> {
	const day = (after: number) =>
		new Date(demo.system.now().getTime() + after * DAY).toISOString().slice(0, 10);
	const heldOn = day(-HELD_AGO);
	const groupId = await hold(demo, round, heldOn, day(14));
	const people = await invite(demo, round, groupId, heldOn);
	const turns = await listen(demo, round, groupId, people, heldOn);
	await relate(demo, round, turns);
	await agreeOn(demo, groupId, people);
	await codeTwice(demo, round, groupId, turns);
	await createGroup(as(demo, 'coordinator'), {
		id: randomUUID(),
		roundId: round.id,
		facts: {
			...PLAIN_FACTS,
			name: 'Sample follow-up, online',
			purpose: 'Sample: to look at the draft of the chapters together.',
			heldOn: day(20),
			hours: '13:00–15:00',
			isOnline: true,
			languages: ['en', 'id'],
			rule: 'chatham_house'
		}
	});
}

async function hold(
	demo: Demo,
	round: DemoRound,
	heldOn: string,
	validationUntil: string
): Promise<string> {
	const id = randomUUID();
	await createGroup(as(demo, 'coordinator'), {
		id,
		roundId: round.id,
		facts: {
			...PLAIN_FACTS,
			name: 'Sample focus group, Jakarta',
			purpose: 'Sample: what the answers do not say about getting one’s wages.',
			heldOn,
			hours: '09:00–16:30',
			place: 'Sample guest house, Jakarta',
			languages: ['en', 'id', 'km'],
			rule: 'open',
			turnMark: 'quotable',
			groundRules: 'Sample: one speaks, the others listen. Nobody has to answer.',
			validationUntil
		}
	});
	await beginGuide(as(demo, 'coordinator'), { groupId: id, language: 'en' });
	return id;
}

/** Participant ids by pseudonym. */
async function invite(
	demo: Demo,
	round: DemoRound,
	groupId: string,
	givenOn: string
): Promise<Map<string, string>> {
	const ctx = as(demo, 'coordinator');
	const form = await asActor(ctx.db, ctx.actor, (trx) => getForm(trx, demo.studyId));
	const people = new Map<string, string>();
	for (const { agrees, kind, ...facts } of PARTICIPANTS) {
		const id = randomUUID();
		people.set(facts.pseudonym, id);
		await addParticipant(ctx, { ...facts, id, groupId, organisationKind: kind, room: null });
		if (!agrees) continue;
		const yes = YES[agrees];
		await recordConsent(ctx, {
			roundId: round.id,
			groupId,
			participantId: id,
			id: randomUUID(),
			formId: form.id,
			language: 'en',
			mode: 'paper',
			answers: Object.fromEntries(CONSENT_ITEMS.map((item) => [item, yes.includes(item)])),
			givenOn,
			expiresOn: null,
			seen: 0,
			isAfterWithdrawal: false
		});
	}
	return people;
}

/** Ids of the turns in the order of the plan. */
async function listen(
	demo: Demo,
	round: DemoRound,
	groupId: string,
	people: ReadonlyMap<string, string>,
	heldOn: string
): Promise<string[]> {
	const begun = Date.parse(`${heldOn}T02:30:00Z`);
	const ids: string[] = [];
	for (const [at, { who, mark, body }] of TURNS.entries()) {
		const id = randomUUID();
		ids.push(id);
		await takeNote(
			as(demo, 'notetaker'),
			{ roundId: round.id, groupId },
			{
				id,
				at: begun + at * 90_000,
				speaker: who ? 'participant' : 'facilitator',
				participantId: who ? people.get(who)! : null,
				kind: who ? 'verbatim' : 'paraphrase',
				mark: mark ?? 'quotable',
				blockId: null,
				body,
				codes: []
			}
		);
	}
	return ids;
}

/** Sets what was said against what the speakers' countries answered. */
async function relate(demo: Demo, round: DemoRound, turns: readonly string[]): Promise<void> {
	for (const [at, { who, relation }] of TURNS.entries()) {
		const country = PARTICIPANTS.find(({ pseudonym }) => pseudonym === who)?.country;
		if (!relation || !country) continue;
		await relateTurn(as(demo, 'coordinator'), {
			roundId: round.id,
			id: randomUUID(),
			turnId: turns[at]!,
			question: QUESTION,
			delegationId: round.delegations[country] ?? null,
			relation
		});
	}
}

async function agreeOn(
	demo: Demo,
	groupId: string,
	people: ReadonlyMap<string, string>
): Promise<void> {
	for (const { body, votes } of STATEMENTS) {
		const id = randomUUID();
		await addStatement(as(demo, 'coordinator'), {
			groupId,
			id,
			facts: { body, area: AREA, question: QUESTION }
		});
		await recordVotes(as(demo, 'notetaker'), {
			groupId,
			statementId: id,
			votes: Object.entries(votes).map(([who, vote]) => ({
				participantId: people.get(who)!,
				vote,
				turnId: null,
				before: null
			}))
		});
	}
}

/** Two coders, each for themselves; what they differ in waits to be decided. */
async function codeTwice(
	demo: Demo,
	round: DemoRound,
	groupId: string,
	turns: readonly string[]
): Promise<void> {
	const codes = await writeCodebook(demo);
	const versionId = randomUUID();
	await freezeCodebook(as(demo, 'coordinator'), { id: versionId, studyId: demo.studyId, note: '' });
	const comparisonId = randomUUID();
	await createComparison(as(demo, 'coordinator'), {
		id: comparisonId,
		roundId: round.id,
		name: 'Sample: Jakarta, twice',
		versionId,
		coderA: demo.people.notetaker!,
		coderB: demo.people.editor!,
		groupIds: [groupId],
		areas: [],
		everybody: false
	});
	for (const [coder, by] of [
		['notetaker', 'first'],
		['editor', 'second']
	] as const) {
		const codings = TURNS.flatMap((turn, at) =>
			(turn[by] ?? []).map(([code, words]) => {
				const start = turn.body.indexOf(words);
				return {
					id: randomUUID(),
					codeId: codes[code],
					place: { turnId: turns[at]! },
					field: 'body' as const,
					start,
					end: start + words.length,
					textRevision: 1
				};
			})
		);
		await addCodings(as(demo, coder), { roundId: round.id, codings });
		await finishCoding(as(demo, coder), { roundId: round.id, comparisonId });
	}
	await writeMemo(as(demo, 'editor'), {
		id: randomUUID(),
		target: { scope: 'turn', turnId: turns[1]! },
		visibility: 'team',
		body: 'Sample memo: does the answer of the delegation say which permit this is?'
	});
}

async function writeCodebook(demo: Demo): Promise<Record<DemoCode, string>> {
	const ids = {} as Record<DemoCode, string>;
	let parentId: string | null = null;
	for (const [at, key] of (Object.keys(CODES) as DemoCode[]).entries()) {
		const { name, definition, folder } = CODES[key];
		ids[key] = randomUUID();
		await addCode(as(demo, 'coordinator'), {
			id: ids[key],
			studyId: demo.studyId,
			parentId: key === 'practice' ? null : parentId,
			words: {
				name,
				definition,
				includeWhen: '',
				excludeWhen: '',
				example: '',
				colour: PALETTE[at % PALETTE.length]!.hex,
				isCodable: !folder
			}
		});
		if (folder) parentId = ids[key];
	}
	return ids;
}
