import type { CodeView } from '../unit.ts';

const fold = (text: string) =>
	text
		.normalize('NFD')
		.replaceAll(/\p{Mn}/gu, '')
		.toLowerCase();

/** Codes to choose from: those used last first, or those whose names hold what was typed. */
export function findCodes(
	codes: readonly CodeView[],
	recent: readonly string[],
	words: string
): { code: CodeView; isRecent: boolean }[] {
	const codable = codes.filter(({ isCodable }) => isCodable);
	const asked = fold(words.trim());
	if (asked === '') {
		const used = recent.flatMap((id) => codable.find((code) => code.id === id) ?? []);
		return [
			...used.map((code) => ({ code, isRecent: true })),
			...codable.filter((code) => !used.includes(code)).map((code) => ({ code, isRecent: false }))
		];
	}
	// Marks are part of a letter's meaning in many scripts: as it was typed comes first.
	const rank = ({ name, path }: CodeView) =>
		name.toLowerCase().startsWith(words.trim().toLowerCase())
			? 0
			: fold(name).startsWith(asked)
				? 1
				: fold(name).includes(asked)
					? 2
					: fold(path.join(' ')).includes(asked)
						? 3
						: 4;
	return codable
		.map((code) => ({ code, rank: rank(code) }))
		.filter((found) => found.rank < 4)
		.sort((a, b) => a.rank - b.rank)
		.map(({ code }) => ({ code, isRecent: false }));
}
