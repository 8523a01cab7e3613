import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { freezeSchema } from '#lib/schemas/coding.ts';
import { mayDo } from '#lib/server/access/verbs.ts';
import { freezeCodebook, getVersionsPage } from '#lib/server/coding/versions.ts';
import { emptyForm, formAction } from '#lib/server/http/formAction.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Frozen versions of the codebook, and what changed between two of them. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const asked = event.url.searchParams;
		const number = (name: string) => {
			const value = Number(asked.get(name));
			return Number.isInteger(value) && value >= 0 && value < 1e6 ? value : 0;
		};
		const compare = asked.has('before')
			? { before: number('before'), after: number('after') }
			: null;
		const page = await getVersionsPage(ctx, event.params.study, compare);
		const { study } = page;
		return {
			study: { id: study.id, name: study.name, isInvented: study.isInvented },
			mayChange: mayDo('codebook.change', study.roles),
			versions: page.versions,
			compared: page.compared,
			freezeForm: await emptyForm(freezeSchema, 'freeze', { id: randomUUID() }),
			done: asked.get('done')
		};
	});

export const actions: Actions = {
	freeze: formAction(freezeSchema, 'freeze', async (ctx, { id, note }, event) => {
		await freezeCodebook(ctx, { id, studyId: event.params.study ?? '', note });
		redirect(303, `${event.url.pathname}?done=frozen`);
	})
};
