import type { Area, Definition } from '#lib/xlsform/definition.ts';
import type { Delegation } from '../studies/ownDelegation.ts';

/** The area whose page is being read, for what stands beside its questions. */
export interface AreaAt {
	delegation: Delegation;
	definition: Definition;
	area: Area;
	responseId: string;
	/** Keys of the questions the page shows, those in entries included. */
	keys: string[];
}
