import type { Trx } from '../database/database.ts';
import { listCodes } from '../coding/codebook.ts';
import { listCodings } from '../coding/listCodings.ts';
import type { Material } from './material.ts';

/** Coded words of an answer or quotation that may be cited. */
export interface CodedPassage {
	codeId: string;
	code: string;
	of: { kind: 'answer'; responseId: string; question: string } | { kind: 'quote'; turnId: string };
	words: string;
	/** BCP 47, where known. */
	language: string | null;
	/** Code of the country that may be named with them; null for none. */
	country: string | null;
}

/**
 * What was coded of the material beside a chapter, as far as the actor sees the codes, in the order of
 * the codebook; only what may be cited is there to be found. What two people coded alike is there once.
 */
export async function listPassages(
	trx: Trx,
	round: { id: string; studyId: string },
	{ answers, quotes }: Pick<Material, 'answers' | 'quotes'>
): Promise<CodedPassage[]> {
	const quoteOf = new Map(quotes.map((quote) => [quote.id, quote]));
	const keyOf = (responseId: string, question: string) => `${responseId} ${question}`;
	const answerOf = new Map(
		answers.map((answer) => [keyOf(answer.responseId, answer.question), answer])
	);
	const codings = new Map(
		(await listCodings(trx, { roundId: round.id })).map((coding) => [
			JSON.stringify([coding.codeId, coding.place, coding.field, coding.start, coding.end]),
			coding
		])
	);
	const byCode = Map.groupBy(codings.values(), ({ codeId }) => codeId);
	return (await listCodes(trx, round.studyId)).flatMap(({ id, name }) =>
		(byCode.get(id) ?? []).flatMap(({ place, field, start, end }): CodedPassage[] => {
			const code = { codeId: id, code: name };
			if ('turnId' in place) {
				const quote = quoteOf.get(place.turnId);
				if (!quote) return [];
				const [text, language] =
					field === 'translation'
						? [quote.translation, quote.translationLanguage]
						: [quote.body, quote.language];
				const words = text?.slice(start, end) ?? '';
				return words.trim() !== ''
					? [{ ...code, of: { kind: 'quote', ...place }, words, language, country: quote.country }]
					: [];
			}
			const answer = answerOf.get(keyOf(place.responseId, place.question));
			const words = typeof answer?.value === 'string' ? answer.value.slice(start, end) : '';
			return answer && words.trim() !== ''
				? [
						{
							...code,
							of: { kind: 'answer', ...place },
							words,
							language: null,
							country: answer.country
						}
					]
				: [];
		})
	);
}
