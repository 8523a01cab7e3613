import { sql } from 'kysely';
import { AUDIT_GROUPS, type AuditFilter } from '#lib/schemas/auditFilter.ts';
import { authorize } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import type { AuditAction } from './record.ts';

const PAGE = 50;

export interface ShownEntry {
	id: number;
	at: Date;
	action: AuditAction;
	/** null where the system acted, or nobody was signed in. */
	actor: string | null;
	country: string | null;
	detail: Record<string, unknown>;
	reason: string | null;
}

export interface AuditPage {
	study: { id: string; name: string } | null;
	countries: { country: string; name: string }[];
	entries: ShownEntry[];
	/** Give as `before` for the next page; absent on the last. */
	older: number | undefined;
}

/** What was done in a study, newest first, for its coordinators. */
export async function getStudyAudit(
	ctx: Context,
	studyId: string,
	filter: AuditFilter
): Promise<AuditPage> {
	const found = await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'audit.read', { studyId });
		const study = await trx
			.selectFrom('studies')
			.select(['id', 'name'])
			.where('id', '=', studyId)
			.executeTakeFirst();
		if (!study) throw notFound();
		const countries = await trx
			.selectFrom('round_countries as c')
			.innerJoin('rounds as r', 'r.id', 'c.round_id')
			.select(['c.country', (at) => at.fn.max('c.name').as('name')])
			.where('r.study_id', '=', studyId)
			.groupBy('c.country')
			.orderBy('name')
			.execute();
		return { study, countries, rows: await listEntries(trx, studyId, filter) };
	});
	return pageOf(ctx, found);
}

/** What was done on the instance outside any study, for administrators. */
export async function getInstanceAudit(ctx: Context, filter: AuditFilter): Promise<AuditPage> {
	const rows = await asActor(ctx.db, ctx.actor, async (trx) => {
		await authorize(trx, 'instance.administer', {});
		return listEntries(trx, null, { ...filter, country: undefined });
	});
	return pageOf(ctx, { study: null, countries: [], rows });
}

function listEntries(trx: Trx, studyId: string | null, filter: AuditFilter) {
	const nouns = filter.group ? AUDIT_GROUPS[filter.group] : undefined;
	return (
		trx
			.selectFrom('audit_entries as e')
			.leftJoin('delegations as d', 'd.id', 'e.delegation_id')
			.select(['e.id', 'e.at', 'e.action', 'e.actor_id', 'e.detail', 'e.reason', 'd.country'])
			.$call((from) =>
				studyId === null
					? from.where('e.study_id', 'is', null)
					: from.where('e.study_id', '=', studyId)
			)
			.$if(nouns !== undefined, (from) =>
				from.where(sql`split_part(e.action, '.', 1)`, 'in', nouns)
			)
			.$if(filter.country !== undefined, (from) => from.where('d.country', '=', filter.country!))
			.$if(filter.before !== undefined, (from) => from.where('e.id', '<', filter.before!))
			.orderBy('e.id', 'desc')
			// One more than is shown, to know whether there is an older page.
			.limit(PAGE + 1)
			.execute()
	);
}

async function pageOf(
	ctx: Context,
	found: {
		study: AuditPage['study'];
		countries: AuditPage['countries'];
		rows: Awaited<ReturnType<typeof listEntries>>;
	}
): Promise<AuditPage> {
	const rows = found.rows.slice(0, PAGE);
	const names = await listNames(ctx, [...new Set(rows.flatMap((row) => row.actor_id ?? []))]);
	const countries = new Map(found.countries.map(({ country, name }) => [country, name]));
	return {
		study: found.study,
		countries: found.countries,
		older: found.rows.length > PAGE ? rows.at(-1)?.id : undefined,
		entries: rows.map((row) => ({
			id: row.id,
			at: row.at,
			action: row.action as AuditAction,
			actor: row.actor_id && (names.get(row.actor_id) ?? null),
			country: row.country && (countries.get(row.country) ?? row.country),
			detail: row.detail,
			reason: row.reason
		}))
	};
}

/** As the system, for who has left the study is not among the actor's people; only for entries shown. */
async function listNames(ctx: Context, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await asSystem(ctx.db, (trx) =>
		trx.selectFrom('accounts').select(['id', 'name']).where('id', 'in', ids).execute()
	);
	return new Map(rows.map(({ id, name }) => [id, name]));
}

/** When these accounts last signed in; who never did is missing. System only. */
export async function listLastSignIns(trx: Trx, ids: string[]): Promise<Map<string, Date>> {
	if (ids.length === 0) return new Map();
	const rows = await trx
		.selectFrom('audit_entries')
		.select(['actor_id', (at) => at.fn.max('at').as('at')])
		// Sign-ins belong to no study, which lets the index on study_id serve.
		.where('study_id', 'is', null)
		.where('action', '=', 'account.sign_in')
		.where('actor_id', 'in', ids)
		.groupBy('actor_id')
		.execute();
	return new Map(rows.map(({ actor_id, at }) => [actor_id!, at]));
}
