import { m } from '#lib/paraglide/messages.js';
import { textIn } from '#lib/xlsform/definition.ts';
import { listInstruments, listStandingClaims } from '../../treaties/queries.ts';
import { type ReadSources, hashOf, sourceOf } from './sourceRoom.ts';

/** What is known of a state and an instrument (rule R15). */
export const readTreatySources: ReadSources = async ({ trx, round, ...room }, rows) => {
	const instruments = await listInstruments(trx, round.studyId);
	const claims = await listStandingClaims(trx, round.studyId);
	return new Map(
		rows.flatMap((citation) => {
			const { country, instrument } = citation;
			const known = instruments.find(({ code }) => code === instrument);
			const among = claims.filter(
				(claim) => claim.country === country && claim.instrument === instrument
			);
			if (!known || among.length === 0) return [];
			const standing = among.map(
				({ action, happenedOn, territory, note, source, link, asOf, isVerified, ruling }) => ({
					...{ action, happenedOn, territory, note, source, link, asOf, isVerified, ruling }
				})
			);
			const title = m.report_source_treaty(
				{
					country: room.names[country ?? ''] ?? country ?? '',
					treaty: textIn(known.name, room.language) || known.short
				},
				{ locale: room.locale }
			);
			const source = sourceOf(citation, title, {
				words: inOrder(among.map((claim) => claim.source)).join('\n'),
				link: inOrder(among.map(({ link }) => link ?? ''))[0] ?? null
			});
			return [
				[
					citation.id,
					{ hash: hashOf(standing.map((one) => hashOf(one)).sort()), source, participantId: null }
				] as const
			];
		})
	);
};

/** Each once, without empty ones, the same whoever wrote them down first. */
const inOrder = (words: string[]) => [...new Set(words)].filter((each) => each !== '').sort();
