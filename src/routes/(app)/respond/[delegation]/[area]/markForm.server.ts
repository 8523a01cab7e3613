import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/paraglide/runtime.js';
import { markSchema } from '#lib/schemas/mark.ts';
import { formAction } from '#lib/server/http/formAction.ts';
import { notFound } from '#lib/server/problem.ts';
import { markEarlier } from '#lib/server/responses/carry.ts';
import { getAreaPage } from '#lib/server/responses/pages.ts';
import { CARRY_MARKS, type CarryMark } from '#lib/terms.ts';

/** A button of a note beside a question: what to say, a blank, and the question's key. */
function readMark(pressed: string): { mark: CarryMark; question: string } {
	const [said = '', question = ''] = pressed.split(' ');
	const mark = CARRY_MARKS.find((each) => each === said);
	if (!mark) throw notFound();
	return { mark, question };
}

/** Marks an answer of the round before (rule R12). */
export const markForm = formAction(markSchema, 'mark', async (ctx, input, { params }) => {
	const { delegation = '', area = '' } = params;
	const page = await getAreaPage(ctx, delegation, area, getLocale());
	const { mark, question } = readMark(input.mark);
	await markEarlier(ctx, { responseId: page.response.id, question, mark });
	redirect(303, `/respond/${delegation}/${area}?done=marked#${encodeURI(question)}`);
});
