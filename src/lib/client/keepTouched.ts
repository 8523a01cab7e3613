/**
 * Remembers what was typed, chosen and opened before the page came alive, and gives what puts it back. Coming
 * alive sets fields and <details> as the server sent them: on a slow line, under somebody's hands. The page is
 * told of what comes back as if it were typed now.
 */
export function keepTouched(): () => void {
	const opened = document.querySelectorAll<HTMLDetailsElement>('details[open]');
	// Fields of the other kinds lack what an input has, on both sides of what is compared.
	const touched = [
		...document.querySelectorAll<HTMLInputElement>(
			'input:not([type=radio]:not(:checked)),textarea,select'
		)
	]
		.filter((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked)
		.map((field) => [field, field.value, field.checked] as const);
	return () => {
		for (const each of opened) each.open = true;
		for (const [field, value, isChecked] of touched) {
			if (field.value === value && field.checked === isChecked) continue;
			field.value = value;
			field.checked = isChecked;
			for (const kind of ['input', 'change'])
				field.dispatchEvent(new Event(kind, { bubbles: true }));
		}
	};
}
