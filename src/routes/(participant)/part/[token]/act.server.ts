import { type RequestEvent, redirect } from '@sveltejs/kit';
import type { GenericSchema, InferOutput } from 'valibot';
import type { SystemContext } from '#lib/server/context.ts';
import { findLink } from '#lib/server/focusgroups/byLink.ts';
import { visitorAction } from '#lib/server/http/formAction.ts';
import { throwAsPage } from '#lib/server/http/guard.ts';
import { addressOf } from '#lib/server/http/signInFlow.ts';

/** The link in use, or the page that says that there is none (rule R14). */
export async function linkOf(event: RequestEvent): Promise<string> {
	try {
		return await findLink(event.locals.system, event.params.token!, addressOf(event));
	} catch (thrown) {
		throwAsPage(event, thrown);
	}
}

/**
 * A form of a participant's page: the link is asked for first, and afterwards the page says what was
 * done. `work` may give where on the page that is.
 */
export function byLink<S extends GenericSchema<Record<string, unknown>, Record<string, unknown>>>(
	schema: S,
	id: string,
	work: (system: SystemContext, linkId: string, input: InferOutput<S>) => Promise<string | void>
) {
	return async (event: RequestEvent) => {
		const linkId = await linkOf(event);
		return visitorAction(schema, id, async (_event, input) => {
			const place = await work(event.locals.system, linkId, input);
			const from = Number(event.url.searchParams.get('from')) || 0;
			redirect(
				303,
				`${event.url.pathname}?said=${id}${from ? `&from=${from}` : ''}#${place ?? 'said'}`
			);
		})(event);
	};
}
