import type { Context } from '../context.ts';
import { mayDo } from '../access/verbs.ts';
import { asActor } from '../database/asActor.ts';
import { type ConsentForm, getForm, getFormPage } from './consentForm.ts';
import { type ConsentEvent, listEvents } from './consents.ts';
import { type WordCounts, countWords } from './checkOverview.ts';
import { findIdentity } from './identities.ts';
import { type ListedLink, listLinks } from './participantLinks.ts';
import { type ParticipantHead, type ParticipantPlace, getParticipant } from './getParticipant.ts';
import { type Standing, standingOf } from './standing.ts';
import { type Use, listUses } from './uses.ts';

export interface ParticipantPage {
	participant: ParticipantHead;
	form: ConsentForm;
	/** The newest first. */
	events: ConsentEvent[];
	standing: Standing;
	/** The newest first; at most one works. */
	links: ListedLink[];
	words: WordCounts;
	/** null for whoever may not know who somebody is. */
	identity: { hasKey: boolean; kept: { changedAt: Date; byParticipant: boolean } | null } | null;
	mayErase: boolean;
	uses: Use[];
}

/**
 * Everything coordinators and note-takers see of a participant: what they agreed to and what it comes to,
 * never who they are.
 * @throws Problem not_found
 */
export async function getParticipantPage(
	ctx: Context,
	at: ParticipantPlace
): Promise<ParticipantPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const participant = await getParticipant(trx, at, 'consent.record');
		const now = ctx.now();
		const mayKnow = mayDo('participant.identity', participant.roles);
		return {
			participant,
			form: await getForm(trx, participant.studyId),
			events: await listEvents(trx, participant.id),
			standing: standingOf(participant, now.toISOString().slice(0, 10)),
			links: await listLinks(trx, participant.id, now),
			words: (await countWords(trx, participant.groupId)).get(participant.id) ?? NOTHING,
			identity: mayKnow
				? {
						hasKey: ctx.config.sealingKey !== undefined,
						kept: (await findIdentity(trx, participant.id)) ?? null
					}
				: null,
			mayErase: mayDo('participant.erase', participant.roles),
			uses: await listUses(trx, participant.id)
		};
	});
}

const NOTHING: WordCounts = { turns: 0, amended: 0, struck: 0, lowered: 0 };

/** What the page needs on which a consent is recorded. */
export interface ConsentPage {
	participant: ParticipantHead;
	form: ConsentForm;
	/** Versions of the form a sheet of paper may be of, the newest first. */
	versions: number[];
	/** What was given or taken back last. */
	last: ConsentEvent | null;
}

/**
 * The form for one participant; `version` as an address names it, else the one that is asked now.
 * @throws Problem not_found
 */
export async function getConsentPage(
	ctx: Context,
	at: ParticipantPlace,
	version: string | null
): Promise<ConsentPage> {
	const { participant, last } = await asActor(ctx.db, ctx.actor, async (trx) => {
		const participant = await getParticipant(trx, at, 'consent.record');
		const [last = null] = await listEvents(trx, participant.id);
		return { participant, last };
	});
	const wanted = version && /^\d{1,9}$/.test(version) ? Number(version) : undefined;
	const { form, versions } = await getFormPage(ctx, participant.studyId, wanted);
	return { participant, form, versions: versions.map((each) => each.version), last };
}
