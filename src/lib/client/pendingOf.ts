import type { Pending, Save } from './saves.ts';

interface Left {
	/** In the order in which they go again; one may be named twice. */
	saves: readonly Save[];
	/** By save, the questions whose fields were not typed on what it says. */
	foreign: ReadonlyMap<string, ReadonlySet<string>>;
	unsent: Pending['unsent'];
	refused: ReadonlyMap<string, Pending['refused'][string]>;
}

/** What a device is to keep of what is not through; null where all is. */
export function pendingOf({ saves, foreign, unsent, refused }: Left): Pending | null {
	const [first = null, ...later] = new Set(saves);
	if (!first && Object.keys(unsent).length + refused.size === 0) return null;
	const apart = saves.flatMap(({ saveId }) => {
		const questions = [...(foreign.get(saveId) ?? [])];
		return questions.length > 0 ? [[saveId, questions] as const] : [];
	});
	return {
		save: first,
		...(later.length > 0 && { later }),
		...(apart.length > 0 && { foreign: Object.fromEntries(apart) }),
		unsent,
		refused: Object.fromEntries(refused)
	};
}
