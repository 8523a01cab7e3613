/**
 * What a button of the material beside a chapter cites: `answer:…`, `quote:…` and so on. Below it, on
 * lines of their own, the words of it that are cited, where it is not all of it.
 */
export type Named =
	| { kind: 'answer'; responseId: string; question: string; passage?: string }
	| { kind: 'quote'; turnId: string; passage?: string }
	| { kind: 'evidence'; evidenceId: string }
	| { kind: 'data' | 'change'; question: string }
	| { kind: 'treaty'; country: string; instrument: string };

/** Reads a button's value; null where it names nothing that can be cited. */
export function readCitable(value: string): Named | null {
	const [named = '', ...words] = value.split(/\r?\n/);
	const found = readNamed(named);
	const passage = words.join('\n');
	return found && passage !== '' && (found.kind === 'answer' || found.kind === 'quote')
		? { ...found, passage }
		: found;
}

function readNamed(value: string): Named | null {
	const [kind, first = '', ...rest] = value.split(':');
	const second = rest.join(':');
	if (first === '') return null;
	switch (kind) {
		case 'answer':
			return second === '' ? null : { kind, responseId: first, question: second };
		case 'quote':
			return { kind, turnId: first };
		case 'evidence':
			return { kind, evidenceId: first };
		case 'data':
		case 'change':
			return { kind, question: [first, ...rest].join(':') };
		case 'treaty':
			return second === '' ? null : { kind, country: first, instrument: second };
		default:
			return null;
	}
}
