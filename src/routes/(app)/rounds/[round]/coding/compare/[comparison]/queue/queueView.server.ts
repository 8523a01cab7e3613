import { randomUUID } from 'node:crypto';
import { countryName } from '#lib/asean.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { langOf } from '#lib/components/ui/langOf.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import {
	QUEUE_PAGE,
	type QueuePage,
	type QueuedWords
} from '#lib/server/coding/differenceQueue.ts';
import { textIn, type Definition } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { codeViews } from '../../../unitView.server.ts';

/** The queue as its page shows it. */
export function viewQueue(page: QueuePage) {
	const { round, comparison, definition, total, from } = page;
	const codes = new Map(codeViews(page.codes, []).map((code) => [code.id, code]));
	const coderOf = new Map(comparison.coders.map(({ accountId, name }) => [accountId, name]));
	return {
		round: { id: round.id, name: round.name, study: round.study },
		comparison: { id: comparison.id, name: comparison.name, state: comparison.state },
		mayDecide: page.mayDecide && comparison.state === 'comparing',
		differences: page.differences,
		undecided: page.undecided,
		total,
		previous: from > 0 ? Math.max(0, from - QUEUE_PAGE) : null,
		next: from + QUEUE_PAGE < total ? from + QUEUE_PAGE : null,
		units: page.units.map(({ id, words, differences }) => ({
			id,
			head: words && headOf(words, definition),
			texts: (words?.texts ?? []).map(({ field, language, text }) => ({
				field,
				text,
				lang: language ? (langOf(language) ?? undefined) : undefined,
				marks: differences.flatMap(({ codeId, passages }) => {
					const code = codes.get(codeId);
					const here = passages.filter((passage) => passage.field === field);
					return code
						? here.map((passage) => ({
								id: passage.id,
								start: passage.start,
								end: passage.end,
								look: code.look,
								sign: code.sign
							}))
						: [];
				})
			})),
			differences: differences.flatMap(({ codeId, coderId, last, passages }) => {
				const code = codes.get(codeId);
				const others = comparison.coders.filter(({ accountId }) => accountId !== coderId);
				return code
					? [
							{
								code,
								by: coderOf.get(coderId) ?? '',
								notBy: others.map(({ name }) => name).join(', '),
								isGone: passages.length === 0,
								last,
								newId: randomUUID()
							}
						]
					: [];
			})
		}))
	};
}

function headOf(words: QueuedWords, definition: Definition): string {
	if (!words.asked) return [speakerWords(words.who ?? ''), words.groupName].join(' · ');
	const label = textIn(words.asked.label, getLocale(), definition.default_language);
	const country = countryName(words.country ?? '', words.countryName ?? '', getLocale());
	return `${country} · ${words.asked.number} ${withoutMarkup(label)}`;
}
