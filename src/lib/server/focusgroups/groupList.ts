import { sql } from 'kysely';
import {
	type Consenting,
	type ConsentState,
	countConsents
} from '#lib/focusgroups/consentState.ts';
import { type MeetingStage, meetingStage } from '#lib/focusgroups/meetingTime.ts';
import type { SessionRule } from '#lib/terms.ts';
import { mayDo } from '../access/verbs.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { type RoundHead, getRoundHead } from '../studies/queries.ts';

/** A meeting in the list of a round. Days as YYYY-MM-DD. */
export interface ListedGroup {
	id: string;
	name: string;
	heldOn: string | null;
	endsOn: string | null;
	place: string;
	isOnline: boolean;
	rule: SessionRule;
	validationUntil: string | null;
	closedAt: Date | null;
	stage: MeetingStage;
	participants: number;
	consents: { state: ConsentState; count: number }[];
	/** Turns the actor may read. */
	turns: number;
}

type Row = Omit<ListedGroup, 'stage' | 'participants' | 'consents'>;

function listGroups(trx: Trx, roundId: string): Promise<{ rows: Row[] }> {
	return sql<Row>`select g.id, g.name, g.held_on as "heldOn", g.ends_on as "endsOn", g.place,
			g.is_online as "isOnline", g.rule, g.validation_until as "validationUntil",
			g.closed_at as "closedAt", (select count(*)::int from turns t
				where t.group_id = g.id and t.removed_at is null) as turns
		from focus_groups g where g.round_id = ${roundId}::uuid
		order by g.held_on desc nulls first, g.created_at desc, g.id`.execute(trx);
}

/**
 * The meetings of a round, those not held yet first.
 * @throws Problem not_found for all who do not work with what is said
 */
export async function getGroupList(
	ctx: Context,
	roundId: string
): Promise<{ round: RoundHead; groups: ListedGroup[]; mayPrepare: boolean }> {
	const today = ctx.now().toISOString().slice(0, 10);
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'group.read');
		const { rows } = await listGroups(trx, round.id);
		const people = await sql<Consenting & { groupId: string }>`select group_id as "groupId",
				consent_level as "consentLevel", consent_until as "consentUntil",
				consented_at as "consentedAt", withdrawn_scope as "withdrawnScope"
			from participants where round_id = ${round.id}::uuid and removed_at is null`.execute(trx);
		const groups = rows.map((row) => {
			const own = people.rows.filter(({ groupId }) => groupId === row.id);
			return {
				...row,
				stage: meetingStage(row, today),
				participants: own.length,
				consents: countConsents(own, today)
			};
		});
		return { round, groups, mayPrepare: mayDo('group.prepare', round.roles) };
	});
}
