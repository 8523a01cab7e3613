import { countryName } from '#lib/asean.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PlacedMemo } from '#lib/server/coding/memoList.ts';

const scopes: Record<PlacedMemo['scope'], () => string> = {
	study: m.coding_scope_study,
	group: m.coding_scope_group,
	turn: m.coding_scope_turn,
	span: m.coding_scope_span,
	code: m.coding_scope_code,
	answer: m.coding_scope_answer
};

/** Where the thing a memo is about can be seen; null for the study, which has no page of its own here. */
function hrefOf(memo: PlacedMemo): string | null {
	const at = `/rounds/${memo.roundId}/coding`;
	const unit = (key: string) =>
		`?at=${encodeURIComponent(key)}#u-${encodeURIComponent(encodeURIComponent(key))}`;
	if (memo.turnId && memo.groupId) return `${at}/meetings/${memo.groupId}${unit(memo.turnId)}`;
	if (memo.responseId && memo.area)
		return `${at}/areas/${encodeURIComponent(memo.area)}${unit(`${memo.responseId}:${memo.question}`)}`;
	if (memo.scope === 'group') return `${at}/meetings/${memo.groupId}`;
	return null;
}

/** A memo with its place in words. */
export function viewMemo(memo: PlacedMemo) {
	const place = [
		memo.roundName,
		memo.groupName,
		memo.who && speakerWords(memo.who),
		memo.countryName && countryName(memo.countryName, memo.countryName, getLocale()),
		memo.question,
		memo.codeName
	].filter((part): part is string => Boolean(part));
	const { id, body, words, author, changedAt, visibility, codeId, scope } = memo;
	return {
		id,
		body,
		words,
		author,
		changedAt,
		visibility,
		scope: scopes[scope](),
		place,
		href: hrefOf(memo) ?? (codeId ? `codebook/${codeId}` : null)
	};
}
