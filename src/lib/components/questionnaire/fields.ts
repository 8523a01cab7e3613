import type { Component } from 'svelte';
import type ConflictNotice from './answering/ConflictNotice.svelte';
import type QueryThread from './answering/QueryThread.svelte';
import ChoiceField from './ChoiceField.svelte';
import type { FieldKind } from './fieldKind.ts';
import type { FieldProps } from './fieldProps.ts';
import MatrixField from './MatrixField.svelte';
import MultipleField from './MultipleField.svelte';
import NumberField from './NumberField.svelte';
import TextField from './TextField.svelte';
import type { TreatyFact } from './treatyFact.ts';

export type FieldComponent = Component<
	FieldProps & { facts: Record<string, TreatyFact[]> },
	Record<string, unknown>,
	'value'
>;
export type Fields = Partial<Record<FieldKind, FieldComponent>> & {
	/** Shows a text with its markup. */
	marked?: Component<{ text: string; long?: boolean }>;
	/** The words of a text alone, where there can be no markup: in a list that opens. */
	plain?: (text: string) => string;
	/** Shows two texts of which one is to be chosen. */
	conflict?: typeof ConflictNotice;
	/** Shows what a coordinator asks. */
	query?: typeof QueryThread;
};
/** What only some areas show, or only at times. */
export type LaterKind = FieldKind | 'marked' | 'plain' | 'conflict' | 'query';

/** In most areas, so always on the page: small files of their own would weigh more. */
const ALWAYS: Fields = {
	choice: ChoiceField,
	multiple: MultipleField,
	text: TextField,
	number: NumberField,
	matrix: MatrixField
};

const LATER: Partial<Record<LaterKind, () => Promise<{ default: unknown }>>> = {
	marked: () => import('./Marked.svelte'),
	plain: async () => ({ default: (await import('#lib/xlsform/markdown.ts')).withoutMarkup }),
	conflict: () => import('./answering/ConflictNotice.svelte'),
	query: () => import('./answering/QueryThread.svelte'),
	pick: () => import('./PickField.svelte'),
	scale: () => import('./ScaleField.svelte'),
	range: () => import('./RangeField.svelte'),
	date: () => import('./DateField.svelte'),
	rank: () => import('./RankField.svelte'),
	treaty: () => import('./TreatyField.svelte'),
	acknowledge: () => import('./AcknowledgeField.svelte'),
	geo: () => import('./GeoField.svelte'),
	file: () => import('./FileField.svelte')
};

/** The fields of these kinds, fetched before the page is shown, so that nothing moves later. */
export async function loadFields(kinds: readonly LaterKind[]): Promise<Fields> {
	const wanted = kinds.filter((kind) => !(kind in ALWAYS));
	const loaded = await Promise.all(
		wanted.map(async (kind) => [kind, (await LATER[kind]!()).default] as const)
	);
	return { ...ALWAYS, ...(Object.fromEntries(loaded) as Fields) };
}
