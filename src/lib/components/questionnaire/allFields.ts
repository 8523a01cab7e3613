/** Every answer field at once, for pages without script and for those without a network. */
import AcknowledgeField from './AcknowledgeField.svelte';
import ConflictNotice from './answering/ConflictNotice.svelte';
import ChoiceField from './ChoiceField.svelte';
import DateField from './DateField.svelte';
import FileField from './FileField.svelte';
import GeoField from './GeoField.svelte';
import Marked from './Marked.svelte';
import MatrixField from './MatrixField.svelte';
import MultipleField from './MultipleField.svelte';
import NumberField from './NumberField.svelte';
import QueryThread from './answering/QueryThread.svelte';
import PickField from './PickField.svelte';
import RangeField from './RangeField.svelte';
import RankField from './RankField.svelte';
import ScaleField from './ScaleField.svelte';
import TextField from './TextField.svelte';
import TreatyField from './TreatyField.svelte';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import type { Fields } from './fields.ts';

export const ALL_FIELDS: Fields = {
	marked: Marked,
	plain: withoutMarkup,
	conflict: ConflictNotice,
	query: QueryThread,
	choice: ChoiceField,
	multiple: MultipleField,
	scale: ScaleField,
	pick: PickField,
	number: NumberField,
	text: TextField,
	range: RangeField,
	date: DateField,
	rank: RankField,
	matrix: MatrixField,
	treaty: TreatyField,
	acknowledge: AcknowledgeField,
	geo: GeoField,
	file: FileField
};
