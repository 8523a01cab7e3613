import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Definition } from '#lib/xlsform/definition.ts';
import { evaluateAreas } from '#lib/xlsform/evaluate.ts';
import { type Verb, mayDo } from '../access/verbs.ts';
import type { Trx } from '../database/database.ts';
import type { DelegationStatus } from '#lib/terms.ts';
import { notFound } from '../problem.ts';

/** A study as every page of it names it. */
export interface StudyHead {
	id: string;
	name: string;
	/** Everything in it is made up; pages and files say so. */
	isInvented: boolean;
}

/** A round's name, days (YYYY-MM-DD) and when a coordinator closed it. */
export interface RoundSummary {
	id: string;
	studyId: string;
	name: string;
	opensOn: string;
	closesOn: string;
	closedAt: Date | null;
}

export interface RoundHead extends RoundSummary {
	study: StudyHead;
	versionId: string;
	/** The actor's roles in the study. */
	roles: string[];
}

const roundColumns = sql`r.id, r.study_id as "studyId", r.name, r.opens_on as "opensOn",
	r.closes_on as "closesOn", r.closed_at as "closedAt"`;

/**
 * A study with the actor's roles in it.
 * @throws Problem not_found where they hold none that may do `verb`
 */
export async function getStudyHead(
	trx: Trx,
	studyId: string,
	verb: Verb
): Promise<StudyHead & { roles: string[] }> {
	const found = await sql<StudyHead & { roles: string[] }>`
		select id, name, is_invented as "isInvented", actor_roles(id, null) as roles
		from studies where id = ${studyId}::uuid`.execute(trx);
	const row = found.rows[0];
	if (!row || !mayDo(verb, row.roles)) throw notFound();
	return row;
}

/** The rounds of these studies, the one that opens last first. */
export async function listRounds(trx: Trx, studyIds: string[]): Promise<RoundSummary[]> {
	const found = await sql<RoundSummary>`select ${roundColumns} from rounds r
		where r.study_id = any (${studyIds}::uuid[])
		order by r.opens_on desc, r.created_at desc`.execute(trx);
	return found.rows;
}

/**
 * A round, its study and the actor's roles, in one query.
 * @throws Problem not_found where they hold none that may do `verb`
 */
export async function getRoundHead(trx: Trx, roundId: string, verb: Verb): Promise<RoundHead> {
	return headOf(trx, roundId, verb, sql``);
}

/** The same, locked until the transaction ends. For verbs of coordinators only. */
export async function lockRoundHead(trx: Trx, roundId: string, verb: Verb): Promise<RoundHead> {
	return headOf(trx, roundId, verb, sql`for update of r`);
}

async function headOf(trx: Trx, roundId: string, verb: Verb, lock: ReturnType<typeof sql>) {
	type Row = Omit<RoundHead, 'study'> & { studyName: string; isInvented: boolean };
	const found = await sql<Row>`select ${roundColumns}, r.questionnaire_version_id as "versionId",
			s.name as "studyName", s.is_invented as "isInvented", actor_roles(s.id, null) as roles
		from rounds r join studies s on s.id = r.study_id where r.id = ${roundId}::uuid ${lock}`.execute(
		trx
	);
	const row = found.rows[0];
	if (!row || !mayDo(verb, row.roles)) throw notFound();
	const { studyName, isInvented, ...round } = row;
	return { ...round, study: { id: round.studyId, name: studyName, isInvented } };
}

/** A delegation and how many people stand behind it. */
export interface DelegationSummary {
	id: string;
	country: string;
	countryName: string;
	/** Empty for the only or first delegation of a country. */
	name: string;
	status: DelegationStatus;
	members: number;
	/** Invitations nobody has accepted yet and that still can be. */
	pending: number;
}

/** The delegations of a round by country; members and invitations as far as the actor sees them. */
export async function listDelegations(
	trx: Trx,
	roundId: string,
	now: Date
): Promise<DelegationSummary[]> {
	const found = await sql<DelegationSummary>`
		select d.id, d.country, c.name as "countryName", d.name, d.status,
			(select count(*)::int from delegation_members m where m.delegation_id = d.id) as members,
			(select count(*)::int from invitations i where i.delegation_id = d.id and i.accepted_at is null
				and i.revoked_at is null and i.expires_at > ${now}) as pending
		from delegations d join round_countries c on c.round_id = d.round_id and c.country = d.country
		where d.round_id = ${roundId}::uuid order by c.name, d.name, d.created_at`.execute(trx);
	return found.rows;
}

/**
 * Adds delegations to a round, each with a response per area; gives their ids in order. What
 * an area asks before anything is answered comes from the questionnaire itself.
 */
export async function insertDelegations(
	trx: Trx,
	round: { id: string; studyId: string },
	definition: Definition,
	delegations: readonly { country: string; name?: string }[],
	today: string
): Promise<string[]> {
	if (delegations.length === 0) return [];
	const rows = delegations.map(({ country, name = '' }) => ({
		id: randomUUID(),
		study_id: round.studyId,
		round_id: round.id,
		country,
		name
	}));
	await trx.insertInto('delegations').values(rows).execute();
	const ids = rows.map((row) => row.id);
	const areas = [...evaluateAreas(definition, {}, { today })].map(([area, { counts }]) => ({
		area,
		asked: counts.asked,
		required_missing: counts.requiredMissing
	}));
	await sql`insert into responses (study_id, round_id, delegation_id, area, asked, required_missing)
		select ${round.studyId}::uuid, ${round.id}::uuid, d, a.area, a.asked, a.required_missing
		from unnest(${ids}::uuid[]) as d cross join jsonb_to_recordset(${JSON.stringify(areas)}::jsonb)
			as a (area text, asked integer, required_missing integer)`.execute(trx);
	return ids;
}

/**
 * For the command line, which sees all: the round with this id or name, or the only one.
 * Undefined where there is none or the name does not say which.
 */
export async function findRoundByName(
	trx: Trx,
	name: string | undefined
): Promise<string | undefined> {
	const rounds = await trx.selectFrom('rounds').select(['id', 'name']).execute();
	const fitting = rounds.filter((round) => !name || round.id === name || round.name === name);
	return fitting.length === 1 ? fitting[0]!.id : undefined;
}

/** Every round as "study · round (id)", for a message that helps to choose. */
export async function listRoundNames(trx: Trx): Promise<string[]> {
	const rounds = await trx
		.selectFrom('rounds as r')
		.innerJoin('studies as s', 's.id', 'r.study_id')
		.select(['r.id', 'r.name', 's.name as study'])
		.orderBy('r.opens_on')
		.execute();
	return rounds.map((round) => `${round.study} · ${round.name} (${round.id})`);
}
