import { renderEdition } from '#lib/report/html/page.ts';
import type { EditionContent, EditionFacts } from '#lib/report/content.ts';

/** Answers with an edition as one page that needs nothing else and runs nothing. */
export function sendEdition(edition: { content: EditionContent; facts: EditionFacts }): Response {
	return new Response(renderEdition(edition.content, edition.facts), {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'x-content-type-options': 'nosniff',
			'content-security-policy':
				"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			'cache-control': 'private, no-store'
		}
	});
}
