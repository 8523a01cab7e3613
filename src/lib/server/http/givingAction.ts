import type { RequestEvent } from '@sveltejs/kit';
import type { GenericSchema, InferOutput } from 'valibot';
import type { Context } from '../context.ts';
import { formAction } from './formAction.ts';

/**
 * A form action whose success hands the page something to show this once, such as a link that
 * is stored nowhere. It comes as `given` in the action's result and stands in no address.
 */
export function givingAction<
	S extends GenericSchema<Record<string, unknown>, Record<string, unknown>>,
	T
>(
	schema: S,
	id: string,
	work: (ctx: Context, input: InferOutput<S>, event: RequestEvent) => Promise<T>
) {
	return async (event: RequestEvent) => {
		let given: T | undefined;
		const answer = await formAction(schema, id, async (ctx, input) => {
			given = await work(ctx, input, event);
		})(event);
		return given === undefined || 'status' in answer ? answer : { ...answer, given };
	};
}
