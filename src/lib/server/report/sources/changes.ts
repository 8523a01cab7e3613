import { m } from '#lib/paraglide/messages.js';
import { readComparedRounds } from '../../review/roundsCompared.ts';
import { questionLabel } from './data.ts';
import { type ReadSources, hashOf, numberOf, sourceOf } from './sourceRoom.ts';

/** What became of the answers to a question; without an earlier answer there is nothing to cite. */
export const readChangeSources: ReadSources = async (room, rows) => {
	const { trx, round, definition, locale } = room;
	const { rows: compared, delegations } = await readComparedRounds(trx, round.id, definition);
	return new Map(
		rows.flatMap((citation) => {
			const name = citation.question ?? '';
			const among = compared.filter(({ question }) => question.name === name);
			if (!among.some(({ then }) => then !== null)) return [];
			const moved = among.map(({ delegationId, outcome, then, now }) => {
				const { country, name: delegation } = delegations.find(({ id }) => id === delegationId)!;
				return { country, delegation, outcome, then: then?.said ?? null, now: now?.said ?? null };
			});
			const title = m.report_source_change(
				{ number: numberOf(definition, name), label: questionLabel(room, name) },
				{ locale }
			);
			const standing = {
				hash: hashOf(moved),
				source: sourceOf(citation, title),
				participantId: null
			};
			return [[citation.id, standing] as const];
		})
	);
};
