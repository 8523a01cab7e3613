import { randomUUID } from 'node:crypto';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type CheckedContent, checkContent, checkEntryList } from '#lib/xlsform/checkValue.ts';
import {
	EXPOSURES,
	type Area,
	type Definition,
	type Exposure,
	type Section,
	FILE_TYPES
} from '#lib/xlsform/definition.ts';
import { isComputed } from '#lib/xlsform/areaState.ts';
import { type AskedEntries, findAsked } from '#lib/xlsform/findAsked.ts';
import { mergeContent } from '#lib/xlsform/mergeText.ts';
import { sameValue } from '#lib/xlsform/sameValue.ts';
import type { Trx } from '../database/database.ts';
import { type RevisionToWrite, type StoredAnswer, findRevision } from './queries.ts';

/** One answer as the device sends it; not judged yet. */
export interface GivenAnswer {
	/** Its key, see answerKey.ts. */
	question: string;
	/** Revision the person saw when they began; 0 where there was none. */
	base: number;
	status: unknown;
	value: unknown;
	reason: unknown;
	exposure: unknown;
}

/**
 * What became of it. `revision` is the base for the next save; `content` is there where what
 * stands is not what was sent: merged, disputed, or written in another way (Unicode, units).
 */
export interface SavedAnswer {
	question: string;
	result: 'saved' | 'merged' | 'unchanged' | 'conflict' | 'refused';
	revision: number;
	content?: AnswerContent;
	/** Why it was refused. */
	code?: string;
}

export const emptyContent = (exposure: AnswerContent['exposure']): AnswerContent => ({
	status: 'empty',
	value: null,
	reason: null,
	exposure
});

export function sameContent(left: AnswerContent, right: AnswerContent): boolean {
	return (
		left.status === right.status &&
		left.exposure === right.exposure &&
		left.reason === right.reason &&
		sameValue(left.value, right.value)
	);
}

const pick = ({ status, value, reason, exposure }: AnswerContent): AnswerContent => ({
	status,
	value,
	reason,
	exposure
});

/**
 * Who sees how many entries there are: whoever may see one of the answers in them, as each
 * question begins.
 */
export function exposureOfEntries(area: Area, section: Section): Exposure {
	const names = new Set<string>();
	const collect = (parts: Section['body']): void => {
		for (const part of parts)
			if (typeof part === 'string') names.add(part);
			else collect(part.body);
	};
	collect(section.body);
	const places = area.questions
		.filter(({ name }) => names.has(name))
		.map(({ exposure }) => EXPOSURES.indexOf(exposure));
	return EXPOSURES[Math.min(EXPOSURES.length - 1, ...places)]!;
}

function checkEntries(found: AskedEntries, given: GivenAnswer): CheckedContent {
	// The number of a counted repeat's entries is computed; nobody may say otherwise.
	if (found.section.count !== undefined) return { ok: false, code: 'entries' };
	return checkEntryList(given, exposureOfEntries(found.area, found.section));
}

/** The answer as the device has it. A form says neither who may see it nor an absent reason. */
const asGiven = (given: GivenAnswer, checked: AnswerContent): AnswerContent => ({
	status: given.status as AnswerContent['status'],
	value: given.value as AnswerContent['value'],
	reason: (given.reason ?? null) as AnswerContent['reason'],
	exposure: (given.exposure ?? checked.exposure) as AnswerContent['exposure']
});

/** What the answers of one response stand on while they are settled. */
export interface Settling {
	trx: Trx;
	definition: Definition;
	area: Area;
	responseId: string;
	/** Whether one more key would be more than a response may hold. */
	isFull: boolean;
}

/** Whether a piece of evidence is there for this answer, with a file or a link. */
async function isFileThere(at: Settling, key: string, evidenceId: string): Promise<boolean> {
	const found = await at.trx
		.selectFrom('evidence')
		.select('id')
		.where('id', '=', evidenceId)
		.where('response_id', '=', at.responseId)
		.where('question', '=', key)
		.where('removed_at', 'is', null)
		.executeTakeFirst();
	return found !== undefined;
}

/**
 * Decides what one given answer does to the stored one (rule R3): becomes it, merges with it,
 * or is kept beside it. Takes the stored answer where there is one; gives the outcome and the
 * revision to write, if any. Writes nothing.
 */
export async function settleAnswer(
	at: Settling,
	given: GivenAnswer,
	stored: StoredAnswer | undefined
): Promise<{ outcome: SavedAnswer; write?: RevisionToWrite }> {
	const { trx, definition } = at;
	const revision = stored?.revision ?? 0;
	const refuse = (code: string) => ({
		outcome: { question: given.question, result: 'refused' as const, revision, code }
	});
	const found = findAsked(definition, given.question);
	if (!found || found.area !== at.area) return refuse('unknown_question');
	if (found.kind === 'question' && isComputed(found.question)) return refuse('computed');
	if (!stored && at.isFull) return refuse('too_many_answers');
	const asked = found.kind === 'question' ? found.question : ({ type: 'entries' } as const);
	const usual =
		found.kind === 'question'
			? found.question.exposure
			: exposureOfEntries(found.area, found.section);
	const checked =
		found.kind === 'entries'
			? checkEntries(found, given)
			: checkContent(definition, found.question, {
					status: given.status,
					value: given.value,
					reason: given.reason,
					exposure: given.exposure ?? stored?.exposure ?? usual
				});
	if (!checked.ok) return refuse(checked.code);
	const { value } = checked.content;
	if (
		asked.type !== 'entries' &&
		FILE_TYPES.includes(asked.type) &&
		typeof value === 'string' &&
		!(await isFileThere(at, given.question, value))
	)
		return refuse('file');

	const current = stored ? pick(stored) : emptyContent(usual);
	const mine = checked.content;
	const asStored = sameContent(asGiven(given, mine), mine) ? {} : { content: mine };
	if (sameContent(mine, current))
		return { outcome: { question: given.question, result: 'unchanged', revision, ...asStored } };

	const next = {
		answer_id: stored?.id ?? randomUUID(),
		question: given.question,
		revision: (stored?.lastRevision ?? 0) + 1,
		based_on: given.base
	};
	if (given.base >= revision)
		return {
			outcome: { question: given.question, result: 'saved', revision: next.revision, ...asStored },
			write: { ...next, standing: 'current', ...mine }
		};

	const base =
		given.base > 0 && stored ? await findRevision(trx, stored.id, given.base) : undefined;
	const merge = mergeContent(asked, base ?? emptyContent(usual), mine, current);
	if (merge.conflict)
		return {
			outcome: { question: given.question, result: 'conflict', revision, content: current },
			write: { ...next, standing: 'beside', ...mine }
		};
	if (sameContent(merge.merged, current))
		return {
			outcome: { question: given.question, result: 'merged', revision, content: current }
		};
	return {
		outcome: {
			question: given.question,
			result: 'merged',
			revision: next.revision,
			content: merge.merged
		},
		write: { ...next, standing: 'merged', ...merge.merged }
	};
}
