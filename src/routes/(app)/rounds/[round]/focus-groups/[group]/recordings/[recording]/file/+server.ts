import { openRecording } from '#lib/server/focusgroups/recordings.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendRange } from '#lib/server/http/sendRange.ts';
import type { RequestHandler } from './$types';

/** The sound of a recording, in the pieces a player asks for; each opening is audited. */
export const GET: RequestHandler = (event) =>
	loadPage(event, async (ctx) => {
		const { group: groupId, recording: recordingId } = event.params;
		const file = await openRecording(ctx, { groupId, recordingId });
		return sendRange(event.request, ctx.storage, file);
	});
