import type { AreaView } from '#lib/components/questionnaire/answering/areaView.ts';
import {
	loadRareFunctions,
	openLiveArea
} from '#lib/components/questionnaire/answering/liveArea.ts';
import { countArea } from '#lib/xlsform/areaState.ts';

/**
 * A kept area as its page needs it now: the engine looks at it again, because answers were
 * given since the server did, and time goes on.
 */
export async function openCopy(view: AreaView): Promise<AreaView> {
	const { definition, language, seed } = view;
	const area = definition.areas[0]!;
	await loadRareFunctions(definition);
	const now = Date.now();
	const answers = { ...view.elsewhere, ...view.answers };
	const seen = openLiveArea({ definition, area, language, answers, now, seed }).all();
	return { ...view, now, seen, counts: countArea(area, seen) };
}
