import type { Component } from 'svelte';
import type BesideQuestion from './answering/BesideQuestion.svelte';
import type EvidenceList from './answering/EvidenceList.svelte';
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
	/** What stands between a question and its answer: conflicts, notes, queries. */
	beside?: typeof BesideQuestion;
	evidence?: typeof EvidenceList;
};
/** What only some areas show, or only at times. */
export type LaterKind = FieldKind | 'marked' | 'beside' | 'evidence';

/** In every questionnaire, so always on the page. */
const ALWAYS: Fields = { choice: ChoiceField, multiple: MultipleField, text: TextField };

const LATER: Partial<Record<LaterKind, () => Promise<{ default: unknown }>>> = {
	marked: () => import('./Marked.svelte'),
	beside: () => import('./answering/BesideQuestion.svelte'),
	evidence: () => import('./answering/EvidenceList.svelte'),
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
export async function loadFields(kinds: readonly LaterKind[]): Promise<Fields> {
	const wanted = kinds.filter((kind) => !(kind in ALWAYS));
	const loaded = await Promise.all(
		wanted.map(async (kind) => [kind, (await LATER[kind]!()).default] as const)
	);
	return { ...ALWAYS, ...(Object.fromEntries(loaded) as Fields) };
}
