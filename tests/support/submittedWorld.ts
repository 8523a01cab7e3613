import { randomUUID } from 'node:crypto';
import { saveAnswers } from '#lib/server/responses/answer.ts';
import { submitResponse } from '#lib/server/responses/submission.ts';
import { openQuery } from '#lib/server/review/query.ts';
import type { World } from './world.ts';

/** What Cambodia answers and sends below, and no mail, notice or log may hold (rule R16). */
export const SECRET = {
	answer: 'Marker: employers keep the passports.',
	query: 'Marker: which source says so?',
	reply: 'Marker: our own casework does.'
};

/** Has Cambodia submit its area on justice; gives the response's id. */
export async function submitJustice(world: World): Promise<string> {
	const save = async (area: string, values: Record<string, unknown>) =>
		saveAnswers(world.as('sokha'), {
			responseId: await world.responseId('KH', area),
			saveId: randomUUID(),
			answers: Object.entries(values).map(([question, value]) => ({
				question,
				base: 0,
				status: 'answered',
				value,
				reason: null,
				exposure: 'coordinators'
			}))
		});
	await save('background', { side: 'both' });
	await save('justice', { can_complain: 'yes', obstacles: SECRET.answer });
	const responseId = await world.responseId('KH', 'justice');
	await submitResponse(world.as('sokha'), responseId);
	return responseId;
}

/** Has Rina ask about what Cambodia submitted; gives the query's id. */
export async function askAbout(
	world: World,
	responseId: string,
	question = 'obstacles'
): Promise<string> {
	const id = randomUUID();
	await openQuery(world.as('rina'), {
		id,
		responseId,
		question,
		kind: 'needs_source',
		body: SECRET.query
	});
	return id;
}
