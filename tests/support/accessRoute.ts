import type { Prepared } from './accessWorld.ts';
import type { Person } from './world.ts';

export type Form = Record<string, string>;

/** One action or endpoint: who may do it, and a form that would do it. */
export interface ActionAccess {
	may: readonly Person[];
	form: (ids: Ids) => Form;
	/** Sent with a file: the name of the field, of the file, and its text. */
	file?: { field: string; name: string; text: string };
	/** Sent as JSON instead of a form. */
	isJson?: boolean;
	/** Changes nothing in the database. */
	leavesNothing?: boolean;
}

/** What the addresses and forms need. */
export interface Ids extends Prepared {
	roundId: string;
	studyId: string;
	delegationId: string;
	/** Indonesia's, where Budi is. */
	otherDelegationId: string;
	responseId: string;
	accounts: Record<Person, string>;
}

export interface RouteAccess {
	/** People who may see the page; `everyone` is everybody signed in; `public` needs no session. */
	see: readonly Person[] | 'everyone' | 'public' | 'no page';
	/** For scripts: visitors are refused with 401, not sent to sign in. */
	isForScripts?: boolean;
	/** The address with its parameters filled in. */
	address: (ids: Ids) => string;
	actions?: Record<string, ActionAccess>;
}

export const coordinators: Person[] = ['rina'];
export const team: Person[] = ['rina', 'edi', 'nadia', 'rudi'];
/** Coordinators and note-takers, and with editors: who works with what was said. */
export const staff: Person[] = ['rina', 'nadia'];
export const groupTeam: Person[] = ['rina', 'edi', 'nadia'];
export const own: Person[] = ['sokha', 'dara'];
export const lead: Person[] = ['sokha'];
export const administrators: Person[] = ['ana'];
/** Fills in a route's parameters. */
export const at = (template: string) => (ids: Ids) =>
	template.replaceAll(/\[(\w+)\]/g, (_, name: string) => {
		const names: Record<string, string> = {
			round: ids.roundId,
			study: ids.studyId,
			delegation: ids.delegationId,
			area: 'return',
			response: ids.responseId,
			question: template.startsWith('/respond') ? 'helped' : 'can_complain',
			id: ids.evidenceId,
			dataset: ids.datasetId,
			questionnaire: ids.questionnaireId,
			version: ids.versionId,
			// The page of a draft publishes it, so that one is a draft of its own.
			draft: template.endsWith('/[draft]') ? ids.publishedDraftId : ids.draftId,
			import: ids.paperImportId,
			group: ids.groupId,
			// What belongs to nobody else is erased and taken back.
			participant: ids.leaverId,
			transcript: ids.transcriptId,
			recording: ids.recordingId,
			code: ids.codes.own,
			comparison: template.endsWith('/queue') ? ids.openComparisonId : ids.comparisonId,
			token: 'A'.repeat(43)
		};
		return names[name] ?? name;
	});

export const page = (
	template: string,
	see: RouteAccess['see'],
	actions?: RouteAccess['actions']
): [string, RouteAccess] => [
	template,
	{ see, address: at(template), ...(actions ? { actions } : {}) }
];

/** What the scripts of pages fetch. */
export const forScripts = (
	template: string,
	see: readonly Person[],
	query = ''
): [string, RouteAccess] => [
	template,
	{ see, isForScripts: true, address: (ids) => at(template)(ids) + query }
];
