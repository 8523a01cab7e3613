import { safeParse } from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { intoSchema } from '#lib/schemas/qda.ts';
import type { ExchangePage } from '#lib/server/qda/exchangePage.ts';
import type { Destination } from '#lib/server/qda/imports.ts';

const toNew = (roundId: string) => `new:${roundId}`;

/** Where texts can be put: a new meeting of each round, then the meetings that are open. */
export function listInto(page: ExchangePage): { value: string; label: string }[] {
	return [
		...page.rounds.map(({ id, name }) => ({
			value: toNew(id),
			label: m.qda_into_new({ round: name })
		})),
		...page.meetings
			.filter(({ isClosed }) => !isClosed)
			.map(({ id, name, heldOn }) => ({
				value: id,
				label: heldOn ? `${name} (${heldOn})` : name
			}))
	];
}

/** Where an address asks to put texts; else a new meeting of the newest round, '' without any. */
export function readInto(page: ExchangePage, asked: string | null): string {
	const { success, output } = safeParse(intoSchema, asked ?? '');
	const choices = listInto(page);
	const isThere = success && choices.some(({ value }) => value === output);
	return isThere ? String(output) : (choices[0]?.value ?? '');
}

/** The same as the verbs take it; every text under its own name. */
export function destinationOf(into: string, name = ''): Destination {
	const isNew = into.startsWith('new:');
	return {
		groupId: into === '' || isNew ? null : into,
		roundId: isNew ? into.slice('new:'.length) : null,
		name: name || m.qda_into_name_default(),
		titles: null
	};
}
