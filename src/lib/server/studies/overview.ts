import { type Definition, type Text, findArea } from '#lib/xlsform/definition.ts';
import { findAskedQuestion } from '#lib/xlsform/findAsked.ts';
import { countUntranslated } from '#lib/xlsform/translations.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { DelegationStatus, ResponseState } from '#lib/terms.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { type Attention, listAttention } from './attention.ts';
import { type RoundHead, getRoundHead } from './queries.ts';
import { type EventAction, type OverviewRows, readOverview } from './overviewRows.ts';

export interface OverviewArea {
	name: string;
	number: number;
	title: Text;
	short: Text;
}

/** A delegation's response in one area; `hidden` where the actor does not see it. */
export interface OverviewCell {
	area: string;
	responseId: string | null;
	state: ResponseState | 'hidden';
	answered: number;
	asked: number;
	/** How often it was submitted; 0 where there is nothing to review. */
	submission: number;
}

export interface OverviewRow {
	delegationId: string;
	country: string;
	countryName: string;
	name: string;
	status: DelegationStatus;
	cells: OverviewCell[];
}

export interface OverviewFacts {
	accepted: number;
	/** Areas of delegations that take part, and accepted ones of those that no longer do. */
	total: number;
	/** As many as the review has, whether or not the delegation still takes part. */
	submitted: number;
	returned: number;
	/** From submission to decision; null while nothing was decided. */
	medianDays: number | null;
	evidence: number;
}

export interface OverviewEvent {
	id: number;
	at: Date;
	action: EventAction;
	country: string;
	countryName: string;
	delegationId: string;
	delegationName: string;
	/** Absent for what happens to a delegation as a whole. */
	area?: Text;
	/** The number people cite, where it is about one question. */
	question?: string;
	responseId: string | null;
	status?: DelegationStatus;
}

export interface Overview {
	round: RoundHead;
	isCoordinator: boolean;
	/** Days until the round's last day; below 0 once it has passed. */
	daysLeft: number;
	areas: OverviewArea[];
	rows: OverviewRow[];
	facts: OverviewFacts;
	attention: Attention[];
	latest: OverviewEvent[];
	/** For coordinators: languages of the questionnaire and how many texts each lacks. */
	untranslated: { language: string; count: number }[];
}

/**
 * How a round stands: every delegation by every area, in two queries. Coordinators see how
 * far drafts are, others what was accepted.
 * @throws Problem not_found for representatives and strangers
 */
export async function getOverview(ctx: Context, roundId: string): Promise<Overview> {
	return await asActor(ctx.db, ctx.actor, async (trx) => {
		const round = await getRoundHead(trx, roundId, 'round.read');
		const definition = await getDefinition(trx, round.versionId);
		const read = await readOverview(trx, round);
		const isCoordinator = round.roles.includes('coordinator');
		const today = Date.parse(ctx.now().toISOString().slice(0, 10));
		const daysLeft = Math.round((Date.parse(round.closesOn) - today) / 86_400_000);
		const rows = buildRows(definition, read);
		return {
			round,
			isCoordinator,
			daysLeft,
			areas: definition.areas.map(({ name, number, title, short }) => ({
				name,
				number,
				title,
				short
			})),
			rows,
			facts: countFacts(rows, read),
			attention: isCoordinator
				? listAttention({ round, definition, read, daysLeft, now: ctx.now() })
				: [],
			latest: describeEvents(definition, read),
			untranslated: isCoordinator ? countUntranslated(definition) : []
		};
	});
}

function buildRows(definition: Definition, read: OverviewRows): OverviewRow[] {
	const responses = new Map(read.responses.map((row) => [`${row.delegationId} ${row.area}`, row]));
	return read.delegations.map(({ id, country, countryName, name, status }) => ({
		delegationId: id,
		country,
		countryName,
		name,
		status,
		cells: definition.areas.map(({ name: area }) => {
			const found = responses.get(`${id} ${area}`);
			return {
				area,
				responseId: found?.id ?? null,
				state: found?.state ?? 'hidden',
				answered: found?.answered ?? 0,
				asked: found?.asked ?? 0,
				submission: found?.submission ?? 0
			};
		})
	}));
}

function countFacts(rows: OverviewRow[], read: OverviewRows): OverviewFacts {
	const counted = rows.flatMap(({ status, cells }) =>
		cells.filter(({ state }) => status === 'active' || state === 'accepted')
	);
	const inState = (wanted: string) => counted.filter(({ state }) => state === wanted).length;
	return {
		accepted: inState('accepted'),
		total: counted.length,
		submitted: read.responses.filter(({ state }) => state === 'submitted').length,
		returned: inState('returned'),
		medianDays: read.medianDays,
		evidence: read.evidence
	};
}

function describeEvents(definition: Definition, read: OverviewRows): OverviewEvent[] {
	const delegations = new Map(read.delegations.map((delegation) => [delegation.id, delegation]));
	const responses = new Map(read.responses.map((response) => [response.id, response]));
	return read.events.flatMap((event) => {
		const delegation = delegations.get(event.delegationId);
		if (!delegation) return [];
		const { area: areaName, question: questionName, responseId, to } = event.detail;
		const asked = typeof questionName === 'string' && findAskedQuestion(definition, questionName);
		// A verb about a response names it as its subject, one about a query in its detail.
		const response =
			responses.get(String(responseId)) ?? responses.get(String(event.subjectId)) ?? undefined;
		const area = asked
			? asked.area
			: findArea(definition, String(areaName ?? response?.area ?? ''));
		return {
			id: event.id,
			at: new Date(event.at),
			action: event.action,
			country: delegation.country,
			countryName: delegation.countryName,
			delegationId: delegation.id,
			delegationName: delegation.name,
			...(area && { area: area.title }),
			...(asked && { question: asked.question.number }),
			responseId: response?.id ?? findResponse(read, delegation.id, area?.name),
			...(event.action === 'delegation.status' && { status: to as DelegationStatus })
		};
	});
}

function findResponse(read: OverviewRows, delegationId: string, area: string | undefined) {
	const found = read.responses.find(
		(response) => response.delegationId === delegationId && response.area === area
	);
	return found?.id ?? null;
}
