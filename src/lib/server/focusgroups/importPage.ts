import { type Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { listTakenPseudonyms } from './importRequest.ts';
import { getGroup, listParticipants } from './queries.ts';
import { listTranscripts } from './transcripts.ts';

/**
 * What the page needs on which somebody chooses a file: the meeting, its transcripts, of which a
 * file may be a translation, and the pseudonyms that are taken.
 * @throws Problem not_found, also for a meeting of another round
 */
export async function getImportPage(ctx: Context, groupId: string) {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const group = await getGroup(trx, groupId, 'transcript.import');
		return {
			group,
			participants: await listParticipants(trx, group.id),
			pseudonyms: await listTakenPseudonyms(trx, group.id),
			transcripts: await listTranscripts(trx, group.id, { withRemoved: false }),
			hasKey: ctx.config.sealingKey !== undefined
		};
	});
}
