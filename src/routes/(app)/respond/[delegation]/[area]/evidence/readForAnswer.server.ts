import { getLocale } from '#lib/paraglide/runtime.js';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { type Definition, FILE_TYPES, textIn } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

/**
 * Whether a form gives a file that is itself the answer; fills in then what is asked of
 * sources only, because a picture of something needs no citation.
 */
export function readForAnswer(definition: Definition, fields: FormData): boolean {
	const asked = questionOf(definition.areas[0]!, String(fields.get('question') ?? ''));
	if (!asked || !FILE_TYPES.includes(asked.type)) return false;
	const label = textIn(asked.label, getLocale(), definition.default_language);
	fields.set('kind', 'observation');
	if (!String(fields.get('citation') ?? '').trim())
		fields.set('citation', withoutMarkup(label).slice(0, 200) || '–');
	return true;
}
