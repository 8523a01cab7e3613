import { type RequestEvent, isHttpError, isRedirect } from '@sveltejs/kit';
import { type SuperValidated, fail, message, superValidate } from 'sveltekit-superforms';
import { valibot } from 'sveltekit-superforms/adapters';
import type { GenericSchema, InferInput, InferOutput } from 'valibot';
import type { Context } from '../context.ts';
import { problemOf } from '../problem.ts';
import { requireContext, requireWriter, throwAsPage } from './guard.ts';
import { problemText } from './problemText.ts';

type Fields = Record<string, unknown>;
type FormSchema = GenericSchema<Fields, Fields>;

/** An empty or prefilled form for a page; `id` tells several forms of one page apart. */
export async function emptyForm<S extends FormSchema>(
	schema: S,
	id: string,
	data?: Partial<InferInput<S>>
): Promise<SuperValidated<InferOutput<S>, string>> {
	const form = await superValidate((data ?? {}) as never, valibot(schema), { id, errors: false });
	return form as never;
}

/**
 * A form action for signed-in people: reads and checks the form, does `work`, and answers with
 * the form again where something is wrong. `work` gives what the page says on success, or redirects.
 */
export function formAction<S extends FormSchema>(
	schema: S,
	id: string,
	work: (ctx: Context, input: InferOutput<S>, event: RequestEvent) => Promise<string | void>
) {
	return async (event: RequestEvent) => {
		// Before the form is read, so that a stranger learns nothing from its errors.
		const ctx = requireContext(event);
		const given = await event.request.formData();
		return answerForm(event, given, schema, id, (input) => {
			requireWriter(event, given);
			return work(ctx, input, event);
		});
	};
}

/** The same for visitors: `work` gets no context and takes what it needs from the event. */
export function visitorAction<S extends FormSchema>(
	schema: S,
	id: string,
	work: (event: RequestEvent, input: InferOutput<S>) => Promise<string | void>
) {
	return async (event: RequestEvent) =>
		answerForm(event, await event.request.formData(), schema, id, (input) => work(event, input));
}

async function answerForm<S extends FormSchema>(
	event: RequestEvent,
	given: FormData,
	schema: S,
	id: string,
	work: (input: InferOutput<S>) => Promise<string | void>
) {
	const form = await superValidate(given, valibot(schema), { id });
	if (!form.valid) return fail(400, { form });
	try {
		const said = await work(form.data as InferOutput<S>);
		return said ? message(form, said) : { form };
	} catch (thrown) {
		if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
		const problem = problemOf(thrown);
		if (!problem || problem.status === 404) throwAsPage(event, thrown);
		return message(form, problemText(problem), { status: problem.status as 400 });
	}
}
