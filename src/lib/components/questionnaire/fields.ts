import type { Component } from 'svelte';
import ChoiceField from './ChoiceField.svelte';
import type { FieldKind } from './fieldKind.ts';
import type { FieldProps } from './fieldProps.ts';
import MultipleField from './MultipleField.svelte';
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
};

/** In every questionnaire, so always on the page. */
const ALWAYS: Fields = { choice: ChoiceField, multiple: MultipleField, text: TextField };

const LATER: Partial<Record<FieldKind | 'marked', () => Promise<{ default: unknown }>>> = {
	marked: () => import('./Marked.svelte'),
	scale: () => import('./ScaleField.svelte'),
	pick: () => import('./PickField.svelte'),
	number: () => import('./NumberField.svelte'),
	range: () => import('./RangeField.svelte'),
	date: () => import('./DateField.svelte'),
	rank: () => import('./RankField.svelte'),
	matrix: () => import('./MatrixField.svelte'),
	treaty: () => import('./TreatyField.svelte'),
	acknowledge: () => import('./AcknowledgeField.svelte'),
	geo: () => import('./GeoField.svelte'),
	file: () => import('./FileField.svelte')
};

/** The fields of these kinds, fetched before the page is shown, so that nothing moves later. */
export async function loadFields(kinds: readonly (FieldKind | 'marked')[]): Promise<Fields> {
	const wanted = kinds.filter((kind) => !(kind in ALWAYS));
	const loaded = await Promise.all(
		wanted.map(async (kind) => [kind, (await LATER[kind]!()).default] as const)
	);
	return { ...ALWAYS, ...(Object.fromEntries(loaded) as Fields) };
}
