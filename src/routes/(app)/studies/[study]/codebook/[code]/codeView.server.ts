import { countryName } from '#lib/asean.ts';
import { subtreeOf } from '#lib/codes/tree.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { type CodePage, type CodedPassage, PASSAGES } from '#lib/server/coding/codePage.ts';
import { memoView } from '../../../../rounds/[round]/coding/unitView.server.ts';
import { viewCode } from '../codebookView.server.ts';

function viewPassage(passage: CodedPassage) {
	const { id, excerpt, roundId, roundName, turnId, responseId, question, area } = passage;
	const key = turnId ?? `${responseId}:${question}`;
	const on = turnId ? `meetings/${passage.groupId}` : `areas/${encodeURIComponent(area ?? '')}`;
	const unit = encodeURIComponent(key);
	return {
		id,
		excerpt,
		href: `/rounds/${roundId}/coding/${on}?at=${unit}#u-${encodeURIComponent(unit)}`,
		where: turnId
			? [roundName, passage.groupName, passage.who && speakerWords(passage.who)]
			: [
					roundName,
					passage.countryName && countryName(passage.countryName, passage.countryName, getLocale()),
					question
				]
	};
}

/** One code as its page shows it. */
export function viewCodePage(page: CodePage) {
	const { study, code, codes, rounds, counts, from, total } = page;
	const active = codes.filter(({ status }) => status === 'active');
	const inside = subtreeOf(codes, code.id);
	const option = ({ id, path }: (typeof codes)[number]) => ({
		value: id,
		label: path.join(' › ')
	});
	return {
		study: { id: study.id, name: study.name, isInvented: study.isInvented },
		code: viewCode(code),
		into: codes.find(({ id }) => id === code.mergedInto)?.name ?? null,
		intoId: code.mergedInto,
		counts: rounds.map(({ id, name }) => ({
			label: name,
			value: counts.find(({ roundId }) => roundId === id)?.count ?? 0
		})),
		history: page.history.map(({ snapshot: _, ...revision }) => revision),
		memos: page.memos.map(memoView),
		passages: page.passages.map(viewPassage),
		from,
		total,
		next: from + PASSAGES < total ? from + PASSAGES : null,
		previous: from > 0 ? Math.max(0, from - PASSAGES) : null,
		/** Where it may lie, and what it may be merged or split into. */
		parents: active.filter(({ id }) => !inside.has(id)).map(option),
		others: active.filter(({ id }) => id !== code.id).map(option)
	};
}
