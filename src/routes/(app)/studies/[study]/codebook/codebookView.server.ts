import { lookOf } from '#lib/codes/palette.ts';
import type { Code, CodebookPage } from '#lib/server/coding/codebook.ts';
import type { Placed } from '#lib/codes/tree.ts';

/** A code as the pages of the codebook show it. */
export function viewCode(code: Placed<Code>) {
	const { name: look, sign } = lookOf(code.colour);
	return { ...code, look, sign };
}

/** The codebook with counts by round, and codes one may lie under. */
export function viewCodebook({ study, version, codes, rounds, counts }: CodebookPage) {
	return {
		study: { id: study.id, name: study.name, isInvented: study.isInvented },
		version,
		rounds: rounds.map(({ id, name }) => ({ id, name })),
		codes: codes.map((code) => ({
			...viewCode(code),
			counts: rounds.map(
				({ id }) =>
					counts.find(({ codeId, roundId }) => codeId === code.id && roundId === id)?.count ?? 0
			)
		})),
		parents: codes
			.filter(({ status }) => status === 'active')
			.map(({ id, path }) => ({ value: id, label: path.join(' › ') }))
	};
}
