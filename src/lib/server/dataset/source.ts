import type { Definition } from '#lib/xlsform/definition.ts';
import type { ListedKey } from '#lib/xlsform/listKeys.ts';
import type { Trx } from '../database/database.ts';
import type { DatasetKind } from '#lib/terms.ts';
import { notFound } from '../problem.ts';
import { isEntries, placesIn } from '#lib/xlsform/placedAnswers.ts';
import { type After, type AnswerRecord, PAGE, listAnswers } from './readAnswers.ts';

/** Runs `work` in a short transaction of its own, as the person the dataset is made for. */
export type Read = <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;

export interface DelegationFrame {
	country: string;
	countryName: string;
	/** May name an organisation: never in a public dataset. */
	name: string;
}

/** What every row of a dataset repeats or needs for its labels. */
export interface Frame {
	studyId: string;
	study: string;
	isInvented: boolean;
	round: string;
	definition: Definition;
	delegations: ReadonlyMap<string, DelegationFrame>;
}

export interface Source {
	read: Read;
	frame: Frame;
	roundId: string;
	kind: DatasetKind;
	/** BCP 47 tag of the labels. */
	language: string;
	/** Told how many more answers have been read, page by page. */
	progress: (answers: number) => Promise<void>;
}

export interface DelegationAnswers {
	delegationId: string;
	delegation: DelegationFrame;
	/** In the questionnaire's order; the lists of entries are not among them. */
	answers: AnswerRecord[];
	/** Where each key stands. */
	places: ReadonlyMap<string, ListedKey & { order: number }>;
}

/**
 * The round with its study, definition and delegations.
 * @throws Problem not_found where the actor of `trx` does not see the round
 */
export async function getFrame(trx: Trx, roundId: string): Promise<Frame> {
	const round = await trx
		.selectFrom('rounds')
		.innerJoin('studies', 'studies.id', 'rounds.study_id')
		.innerJoin(
			'questionnaire_versions',
			'questionnaire_versions.id',
			'rounds.questionnaire_version_id'
		)
		.select(['studies.id as studyId', 'studies.name as study', 'studies.is_invented'])
		.select(['rounds.name as round', 'questionnaire_versions.definition'])
		.where('rounds.id', '=', roundId)
		.executeTakeFirst();
	if (!round) throw notFound();
	const delegations = await trx
		.selectFrom('delegations as d')
		.innerJoin('round_countries as c', (join) =>
			join.onRef('c.round_id', '=', 'd.round_id').onRef('c.country', '=', 'd.country')
		)
		.select(['d.id', 'd.country', 'd.name', 'c.name as countryName'])
		.where('d.round_id', '=', roundId)
		.execute();
	const { is_invented: isInvented, ...named } = round;
	return {
		...named,
		isInvented,
		delegations: new Map(delegations.map(({ id, ...delegation }) => [id, delegation]))
	};
}

/** The answers, one delegation after the other. Delegations without any are left out. */
export async function* eachDelegation(source: Source): AsyncGenerator<DelegationAnswers> {
	let held: AnswerRecord[] = [];
	let after: After | null = null;
	for (;;) {
		const from: After | null = after;
		const page: AnswerRecord[] = await source.read((trx) => listAnswers(trx, source, from));
		for (const answer of page) {
			if (held[0] && held[0].delegation_id !== answer.delegation_id) {
				yield withDelegation(source.frame, held);
				held = [];
			}
			held.push(answer);
		}
		if (page.length > 0) await source.progress(page.length);
		if (page.length < PAGE) break;
		after = page.at(-1) ?? null;
	}
	if (held.length > 0) yield withDelegation(source.frame, held);
}

function withDelegation(frame: Frame, answers: AnswerRecord[]): DelegationAnswers {
	const delegationId = answers[0]!.delegation_id;
	const delegation = frame.delegations.get(delegationId);
	// Added after the frame was read: better no file than rows without a country.
	if (!delegation) throw new Error('a delegation appeared while the dataset was made');
	const { definition } = frame;
	const places = placesIn(definition, answers);
	const order = (answer: AnswerRecord) => places.get(answer.question)?.order ?? places.size;
	return {
		delegationId,
		delegation,
		places,
		answers: answers
			.filter((answer) => !isEntries(definition, answer.question))
			.sort((a, b) => order(a) - order(b))
	};
}
