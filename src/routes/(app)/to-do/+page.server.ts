import { loadPage } from '#lib/server/http/guard.ts';
import { getToDo } from '#lib/server/handouts/toDo.ts';
import { toDoView } from './toDoView.server.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** What is mine, what is asked, and by when. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => ({ view: toDoView(await getToDo(ctx)) }));
