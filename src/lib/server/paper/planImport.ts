import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { answerKey, FIRST_ENTRY, readAnswerKey } from '#lib/xlsform/answerKey.ts';
import { entriesIn } from '#lib/xlsform/areaState.ts';
import { findArea, type Question } from '#lib/xlsform/definition.ts';
import { type AskedQuestion, findAsked, findPlace } from '#lib/xlsform/findAsked.ts';
import { listKeys, type EntryStep } from '#lib/xlsform/listKeys.ts';
import { entryField } from '#lib/paper/html.ts';
import { canonical, type PaperGiven, type PaperPair } from '#lib/paper/readPaper.ts';
import type { Context } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { answersOf } from '../responses/answer.ts';
import { lookAt } from '../responses/look.ts';
import { listAnswers } from '../responses/queries.ts';
import { emptyContent, type GivenAnswer, settleAnswer } from '../responses/saving.ts';
import { askedDigest, contentDigest, contentOfPairs, digest, saidDigest } from './digests.ts';

export interface PlannedAnswer {
	key: string;
	question: Question;
	/** The entries it stands in; those of the file where they are new. */
	steps: readonly EntryStep[];
	isNewEntry: boolean;
	/** `done`: the answer already says it. */
	kind: 'new' | 'changed' | 'merged' | 'conflict' | 'refused' | 'done';
	/** Why it is refused. */
	code?: string;
	/** As it stands here, as the file has it, and as it would become. */
	current: AnswerContent;
	mine: AnswerContent;
	after: AnswerContent;
	/** Changes when what would happen does. */
	mark: string;
	given: GivenAnswer;
}

export interface ImportPlan {
	answers: PlannedAnswer[];
	/** How many nobody touched in the file. */
	untouched: number;
	/** What saves the answers with these keys, the entries they need first. */
	toSave(keys: readonly string[]): GivenAnswer[];
}

/** The answer key in a field's name: its second part, see formFields.ts. */
function keyOf(field: string): string {
	return (field.split('.')[1] ?? '').replace(/%2E/g, '.').replace(/%25/g, '%');
}

function byKey(pairs: readonly PaperPair[]): Map<string, PaperPair[]> {
	const found = new Map<string, PaperPair[]>();
	for (const pair of pairs) {
		const key = keyOf(pair[0]);
		const known = found.get(key);
		if (known) known.push(pair);
		else found.set(key, [pair]);
	}
	return found;
}

/**
 * What taking a file over would do to every answer it holds, by the rules of a save (rule R3)
 * with the revisions the file was made with. Writes nothing.
 */
export async function planImport(
	ctx: Context,
	trx: Trx,
	at: { delegationId: string; responseId: string; area: string; versionId: string },
	file: { given: PaperGiven; language: string }
): Promise<ImportPlan> {
	const definition = await getDefinition(trx, at.versionId);
	const area = findArea(definition, at.area);
	if (!area) throw notFound();
	const all = await listAnswers(trx, { delegationId: at.delegationId });
	const stored = new Map(
		all.filter((answer) => answer.area === at.area).map((answer) => [answer.question, answer])
	);
	const options = { now: ctx.now(), seed: at.delegationId };
	const entriesNow = entriesIn(lookAt(definition, answersOf(all), options).see(area).outline);
	const { given, language } = file;
	const [asked, answers, entries] = [given.asked, given.answers, given.entries].map(
		(part) => new Map<string, unknown>(Object.entries(part))
	) as [Map<string, string[]>, Map<string, [number, string]>, Map<string, [number, string[]]>];
	const pairs = byKey(given.pairs);

	/** The entries of a repeat as the file has them: those it was made with, and further ones. */
	const entriesInFile = (repeatKey: string): string[] => {
		const known = entries.get(repeatKey)?.[1] ?? [];
		const field = entryField(repeatKey);
		const typed = (pairs.get(repeatKey) ?? []).flatMap(([name, id]) =>
			name === field ? [id] : []
		);
		return [...new Set([...known, ...typed])];
	};
	const isNew = (repeatKey: string, id: string) =>
		!(entries.get(repeatKey)?.[1] ?? []).includes(id);
	const repeatsAround = (found: AskedQuestion) =>
		found.repeats.map((repeat, depth) => ({
			key: answerKey(repeat.name, found.entries.slice(0, depth)),
			id: found.entries[depth] ?? ''
		}));
	const steps = new Map(
		listKeys(area, (key) => {
			const inFile = entriesInFile(key);
			return [
				...new Set([...(entriesNow(key) ?? (inFile.length > 0 ? [] : [FIRST_ENTRY])), ...inFile])
			];
		}).map((listed) => [listed.key, listed.steps])
	);

	const settling = { trx, definition, area, responseId: at.responseId, isFull: false };
	const planned: PlannedAnswer[] = [];
	let untouched = 0;
	for (const [key, typed] of pairs) {
		const found = findAsked(definition, key);
		if (found?.kind !== 'question' || found.area !== area) continue;
		// A page that lost a part of itself on the way says nothing about that part.
		if (!typed.some(([name]) => name.endsWith('.status'))) continue;
		const { question } = found;
		const around = repeatsAround(found);
		const isNewEntry = around.some((repeat) => isNew(repeat.key, repeat.id));
		const exported = answers.get(key);
		if (!exported && !isNewEntry) continue;
		const mine = contentOfPairs(definition, question, key, typed);
		const empty = emptyContent(question.exposure);
		const said = exported?.[1] ?? saidDigest(definition, question, key, empty);
		if (contentDigest(question, mine) === said) {
			untouched++;
			continue;
		}
		const base = exported?.[0] ?? 0;
		const current = stored.get(key);
		const before = current ?? empty;
		const answer: GivenAnswer = { question: key, base, ...mine };
		const plan = (kind: PlannedAnswer['kind'], after: AnswerContent, code?: string) => {
			const mark = digest(canonical([key, kind, contentOnly(after), code ?? '']));
			const about = { key, question, steps: steps.get(key) ?? [], isNewEntry };
			const contents = { current: before, mine, after, mark, given: answer };
			planned.push({ ...about, kind, ...(code && { code }), ...contents });
		};
		if (asked.get(question.name)?.[0] !== askedDigest(definition, question, language)) {
			plan('refused', before, 'asked_anew');
			continue;
		}
		const isGone = around.some(
			(repeat) =>
				!isNew(repeat.key, repeat.id) && !(entriesNow(repeat.key) ?? []).includes(repeat.id)
		);
		if (isGone) {
			plan('refused', before, 'entry_gone');
			continue;
		}
		const { outcome, write } = await settleAnswer(settling, answer, current);
		if (outcome.result === 'refused') plan('refused', before, outcome.code);
		else if (outcome.result === 'conflict') plan('conflict', mine);
		else if (!write) plan('done', before);
		else if (outcome.result === 'merged') plan('merged', write);
		else plan(before.status === 'empty' ? 'new' : 'changed', mine);
	}
	const order = [...steps.keys()];
	planned.sort((left, right) => order.indexOf(left.key) - order.indexOf(right.key));

	function toSave(keys: readonly string[]): GivenAnswer[] {
		const chosen = planned.filter(({ key }) => keys.includes(key));
		const wanted = new Map<string, Set<string>>();
		for (const { key } of chosen) {
			const { name = '', entries: ids = [] } = readAnswerKey(key) ?? {};
			findPlace(definition, name)?.repeats.forEach((repeat, depth) => {
				const repeatKey = answerKey(repeat.name, ids.slice(0, depth));
				const id = ids[depth] ?? '';
				if (isNew(repeatKey, id))
					wanted.set(repeatKey, (wanted.get(repeatKey) ?? new Set()).add(id));
			});
		}
		const lists = [...wanted].map(([repeatKey, ids]): GivenAnswer => {
			const [base, known] = entries.get(repeatKey) ?? [0, []];
			const value = entriesInFile(repeatKey).filter((id) => known.includes(id) || ids.has(id));
			return { question: repeatKey, base, status: 'answered', value, reason: null, exposure: null };
		});
		return [...lists, ...chosen.map((each) => each.given)];
	}

	return { answers: planned, untouched, toSave };
}

const contentOnly = ({ status, value, reason, exposure }: AnswerContent) => ({
	status,
	value,
	reason,
	exposure
});
