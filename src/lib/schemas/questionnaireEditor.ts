import * as v from 'valibot';

/** As long as the longest text of a questionnaire may be. */
const MOST_CHARACTERS = 20_000;
/** A page of a hundred choices in many languages with their columns. */
const MOST_FIELDS = 5_000;

/** The fields of a form of the editor, whose names depend on the questionnaire. */
export const editorFieldsSchema = v.pipe(
	v.record(v.pipe(v.string(), v.maxLength(400)), v.pipe(v.string(), v.maxLength(MOST_CHARACTERS))),
	v.check((fields) => Object.keys(fields).length <= MOST_FIELDS)
);

/** Which draft the person saw when the form was shown. */
export const revisionSchema = v.pipe(
	v.string(),
	v.regex(/^\d{1,9}$/),
	v.transform(Number),
	v.integer(),
	v.minValue(0)
);

/** What of a questionnaire an expression is for. */
export const checkSchema = v.object({
	kind: v.picklist(['question', 'section', 'area']),
	name: v.pipe(v.string(), v.maxLength(400)),
	property: v.picklist([
		'relevant',
		'required',
		'constraint',
		'calculation',
		'default',
		'choice_filter',
		'trigger',
		'read_only',
		'count'
	]),
	value: v.pipe(v.string(), v.maxLength(8_000))
});
