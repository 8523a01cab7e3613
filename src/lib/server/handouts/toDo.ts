import type { Text } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { listAnswering } from './toDoAnswering.ts';
import { listCoordinating } from './toDoCoordinating.ts';

/** What there is to do; the words and the page to go to follow from it. */
export type ToDoKind =
	| 'area'
	| 'question'
	/** An area that is handed to nobody, which makes it the focal point's. */
	| 'nobody'
	| 'query'
	| 'proposals'
	| 'conflicts'
	| 'returned'
	| 'ready'
	| 'review'
	| 'reply'
	| 'changed';

export interface ToDo {
	/** Tells the entries apart. */
	id: string;
	kind: ToDoKind;
	/** YYYY-MM-DD: the day somebody set for it, else the one on which its round closes. */
	dueOn: string | null;
	/** Whether `dueOn` is the day of the round. */
	isRoundEnd: boolean;
	/** YYYY-MM-DD: since when it waits. */
	since: string;
	/** Path of the page where it is done. */
	href: string;
	country: string;
	countryName: string;
	/** Of the delegation; '' where a country has one only. */
	name: string;
	round: string;
	isInvented: boolean;
	/** The area's title; null where it is about all of them. */
	area: Text | null;
	/** The questionnaire's own language, for the title. */
	language: string;
	/** Number of the question. */
	number: string;
	/** How many proposals or conflicts; how many questions an area asks and are answered. */
	count: number;
	asked: number;
	/** Who marked the area as ready. */
	by: string;
}

/** What a person has to do for their delegations, and as a coordinator; what is due first, first. */
export async function getToDo(ctx: Context) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const today = ctx.now().toISOString().slice(0, 10);
		const [answering, coordinating] = await inTurn(trx, ctx);
		return { today, answering: sorted(answering), coordinating: sorted(coordinating) };
	});
}

async function inTurn(trx: Trx, ctx: Context): Promise<[ToDo[], ToDo[]]> {
	return [await listAnswering(trx, ctx.actor.accountId), await listCoordinating(trx)];
}

function sorted(items: ToDo[]): ToDo[] {
	// What has a day comes before what only waits, and a day of its own before the round's.
	const day = ({ dueOn }: ToDo) => dueOn ?? '9999-12-31';
	return items.toSorted(
		(left, right) =>
			day(left).localeCompare(day(right)) ||
			Number(left.isRoundEnd) - Number(right.isRoundEnd) ||
			left.since.localeCompare(right.since)
	);
}
