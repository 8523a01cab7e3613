import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import { type GivePicture, drawPicture } from '../report/pictures/drawPicture.ts';
import { type EditionRow, editionsFrom, readContent } from './queries.ts';

/**
 * Pictures of an edition as it is now, each drawn once and kept: every file made of it shows the same
 * ones, and making one again draws nothing. What was taken out since makes another edition of it, with
 * pictures of its own.
 */
export async function keepPictures(
	{ db, storage }: SystemContext,
	{ id, studyId, build }: Pick<EditionRow, 'id' | 'studyId' | 'build'>
): Promise<GivePicture> {
	const kept = await asSystem(db, (trx) =>
		trx
			.selectFrom('edition_pictures')
			.select(['figure', 'sha256', 'width', 'height'])
			.where('edition_id', '=', id)
			.where('build', '=', build)
			.execute()
	);
	const byFigure = new Map(kept.map((picture) => [picture.figure, picture]));
	return async (figure, language) => {
		const known = byFigure.get(figure.name);
		const stream = known && (await storage.open(known.sha256));
		if (stream) {
			const png = new Uint8Array(await new Response(stream).arrayBuffer());
			return { png, width: known.width, height: known.height };
		}
		const drawn = await drawPicture(figure, language);
		if (!drawn) return null;
		const { png, width, height } = drawn;
		const { sha256, size } = await storage.put(png);
		await asSystem(db, (trx) =>
			trx
				.insertInto('edition_pictures')
				.values({
					...{ edition_id: id, study_id: studyId, build, figure: figure.name },
					...{ sha256, size, width, height }
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute()
		);
		return drawn;
	};
}

/**
 * Draws the pictures of what is proposed, once, so that they are frozen as its words are and the files
 * of a release are made from them. One that cannot be drawn now is tried again when a file needs it.
 */
export async function drawProposed(system: SystemContext): Promise<void> {
	const proposed = await asSystem(system.db, (trx) =>
		editionsFrom(trx)
			.where('e.state', '=', 'proposed')
			.where((eb) =>
				eb.not(
					eb.exists(
						eb
							.selectFrom('edition_pictures as p')
							.select('p.figure')
							.whereRef('p.edition_id', '=', 'e.id')
					)
				)
			)
			.execute()
	);
	for (const edition of proposed) {
		try {
			const content = await readContent(system.storage, edition.contentSha256);
			const give = await keepPictures(system, edition);
			for (const { pieces } of content.chapters)
				for (const piece of pieces)
					if (piece.kind === 'figure') await give(piece.figure, content.language);
		} catch {
			// The file that needs it says why it failed, where somebody reads it.
		}
	}
}
