import type { RequestEvent } from '@sveltejs/kit';
import { problemOf } from '../problem.ts';
import { problemText } from './problemText.ts';

/**
 * Takes what a domain function threw; gives an RFC 9457 problem document.
 * @throws what it got, where that is a fault of ours
 */
export function problemResponse(event: RequestEvent, thrown: unknown): Response {
	const problem = problemOf(thrown);
	if (!problem) throw thrown;
	return Response.json(
		{
			type: `about:blank#${problem.code}`,
			title: problemText(problem),
			status: problem.status,
			code: problem.code,
			instance: event.url.pathname,
			requestId: event.locals.requestId,
			...problem.detail
		},
		{ status: problem.status, headers: { 'content-type': 'application/problem+json' } }
	);
}
