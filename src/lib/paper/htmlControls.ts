/** The controls of a file as HTML. Everything from outside is escaped here. */
import type { PaperChoice } from './paper.ts';

const CHARACTERS: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;'
};

/** A text as HTML, in an attribute too. */
export function escape(text: string): string {
	return text.replace(/[&<>"]/g, (character) => CHARACTERS[character]!);
}

/** Attributes of a tag; what is '' or false is left out, true stands alone. */
function attributes(given: Record<string, string | boolean>): string {
	return Object.entries(given)
		.map(([name, value]) =>
			value === true
				? ` ${name}`
				: value === '' || value === false
					? ''
					: ` ${name}="${escape(value as string)}"`
		)
		.join('');
}

export type Control = Record<string, string | boolean> & { name: string };

/** A field of one line. */
export function input(control: Control): string {
	return `<input${attributes(control)}>`;
}

/** A field of several lines. */
export function textarea(control: Control, text: string, rows: number): string {
	// The first line break of a text area is not part of its text.
	return `<textarea rows="${rows}"${attributes(control)}>\n${escape(text)}</textarea>`;
}

/** A text of one line, or an area where it is long or already has several. */
export function text(control: Control, value: string, isLong: boolean): string {
	return isLong || /[\r\n]/.test(value)
		? textarea(control, value, 5)
		: input({ ...control, value });
}

/** The empty choice. */
const NONE = '<option value="">–</option>';

function options(choices: readonly PaperChoice[], chosen: string): string {
	return choices
		.map(
			({ name, label }) =>
				`<option value="${escape(name)}"${name === chosen ? ' selected' : ''}>${escape(label)}</option>`
		)
		.join('');
}

/** A list that opens; `none` is what stands for no choice, '' where there is always one. */
export function select(
	control: Control,
	choices: readonly PaperChoice[],
	chosen: string,
	none = NONE
): string {
	return `<select${attributes(control)}>${none}${options(choices, chosen)}</select>`;
}

/**
 * One of several with the same choices: written out in the first, and completed from it by the
 * file's script in the others, which hold only what is chosen.
 */
export function repeated(
	control: Control,
	choices: readonly PaperChoice[],
	chosen: string,
	isFirst: boolean
): string {
	if (isFirst) return select(control, choices, chosen);
	const own = choices.filter(({ name }) => name === chosen);
	return `<select data-o${attributes(control)}>${NONE}${options(own, chosen)}</select>`;
}

/** A button or box with its words. */
export function tick(
	type: 'radio' | 'checkbox',
	name: string,
	value: string,
	isChecked: boolean,
	label: string
) {
	return `<label><input type="${type}" name="${escape(name)}" value="${escape(value)}"${isChecked ? ' checked' : ''}>${escape(label)}</label>`;
}

/** A field under its words. */
export function named(label: string, control: string): string {
	return `<label class="named"><span class="hint">${escape(label)}</span>${control}</label>`;
}
