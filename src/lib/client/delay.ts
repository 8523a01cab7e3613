import type { Delay } from './saves.ts';

export const isJson = (answer: Response) =>
	answer.headers.get('content-type')?.includes('json') === true;

/**
 * Why something is to be sent again later, from the server's answer and the code of its problem
 * document; undefined where it has answered for good.
 */
export function delayOf(answer: Response, code: string | undefined): Delay | undefined {
	const { status } = answer;
	if (status === 401) return 'signed_out';
	if (status === 429 || status >= 500) return 'busy';
	if (code === 'other_account') return 'other_account';
	// A sign-in page of a café's network is no answer of ours.
	return isJson(answer) ? undefined : 'offline';
}
