import type { Area } from '#lib/xlsform/definition.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { type NoticeKind, listToTell, tellAccounts } from '../mail/notice.ts';

/**
 * Tells one side of a response of something, except whoever acts. It names study and area and
 * carries a link; never an answer (rule R16).
 */
export async function tellPeople(
	ctx: Context,
	trx: Trx,
	response: { id: string; studyId: string; delegationId: string },
	side: 'coordinator' | 'delegation',
	kind: NoticeKind,
	about: { path: string; area: Area; queryId?: string }
): Promise<void> {
	await tellAccounts(ctx, trx, await listToTell(trx, response, side), {
		kind,
		studyId: response.studyId,
		delegationId: response.delegationId,
		path: about.path,
		area: about.area.title,
		...(about.queryId ? { queryId: about.queryId } : { subject: response.id })
	});
}
