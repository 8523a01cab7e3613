import type { Piece } from '#lib/report/content.ts';
import type { Live, LiveType } from '#lib/report/live.ts';
import type { Trx } from '../database/database.ts';
import { writeAnswers } from './figures/answers.ts';
import { writeDataset, writeQuestionnaire } from './figures/annexes.ts';
import { drawChange } from './figures/change.ts';
import { drawCoverage } from './figures/coverage.ts';
import { writeOverview } from './figures/overview.ts';
import { drawQuestion } from './figures/question.ts';
import { drawRespondents } from './figures/respondents.ts';
import { drawStrip } from './figures/strip.ts';
import { drawTiles } from './figures/tiles.ts';
import { drawTreaties } from './figures/treaties.ts';
import { type LiveData, readLiveData } from './liveData.ts';

type Draw = (data: LiveData, live: Live) => Piece[] | Promise<Piece[]>;

const DRAW: Record<LiveType, Draw> = {
	question: drawQuestion,
	strip: drawStrip,
	tiles: drawTiles,
	coverage: drawCoverage,
	treaties: drawTreaties,
	change: drawChange,
	respondents: drawRespondents,
	overview: writeOverview,
	answers: writeAnswers,
	questionnaire: writeQuestionnaire,
	dataset: writeDataset
};

/**
 * What a live block shows now. Only accepted public answers count, whoever asks, so that what
 * an editor sees is what an edition holds; [] where there is nothing to show.
 * @throws Problem not_found for all but the team of the study and the system
 */
export async function readLive(
	trx: Trx,
	roundId: string,
	live: Live,
	language: string
): Promise<Piece[]> {
	return drawLive(await readLiveData(trx, roundId, language), live);
}

/** The same from data read once, for several blocks of one round. */
export async function drawLive(data: LiveData, live: Live): Promise<Piece[]> {
	return await DRAW[live.type](data, live);
}
