import { randomUUID } from 'node:crypto';
import { buildParts, type PaperSource } from '#lib/paper/buildPaper.ts';
import { drawTail } from '#lib/paper/html.ts';
import { fieldsOf, paperLocale, repeatsIn, type Paper } from '#lib/paper/paper.ts';
import { canonical, type PaperPayload, readShown } from '#lib/paper/readPaper.ts';
import { questionOf } from '#lib/xlsform/areaState.ts';
import { findArea, textIn } from '#lib/xlsform/definition.ts';
import { authorize } from '../access/authorize.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import { getInstanceKey, sign } from '../keys/instanceKey.ts';
import { notFound } from '../problem.ts';
import { getDefinition } from '../questionnaires/queries.ts';
import { getAreaPage } from '../responses/pages.ts';
import { getOwnDelegation } from '../studies/ownDelegation.ts';
import { factsOf } from '../treaties/factWords.ts';
import { askedDigest, digest, saidDigest } from './digests.ts';

export interface MadePaper {
	paper: Paper;
	/** `cambodia-2026-1`, without an ending. */
	fileName: string;
	/** What the file says of itself, signed; takes its questions as they are drawn. */
	seal(body: string): PaperPayload & { signature: string };
}

/** Letters and digits that every file system takes. */
function slug(text: string): string {
	const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	return plain
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 40);
}

/**
 * One area with the answers as they stand, to be taken along. `language` is one of the
 * questionnaire's; another falls back to its own.
 * @throws Problem not_found for whoever may not read the area's draft
 */
export async function makePaper(
	ctx: Context,
	input: { delegationId: string; area: string; language: string; format: 'html' | 'docx' }
): Promise<MadePaper> {
	const key = await getInstanceKey(ctx, 'paper');
	const { delegationId, area: areaName } = input;
	const found = await asActor(ctx.db, ctx.actor, async (trx) => {
		const delegation = await getOwnDelegation(trx, delegationId);
		await authorize(trx, 'paper.make', { delegationId });
		const definition = await getDefinition(trx, delegation.versionId);
		const area = findArea(definition, areaName);
		if (!area) throw notFound();
		const { name } = await trx
			.selectFrom('accounts')
			.select('name')
			.where('id', '=', ctx.actor.accountId)
			.executeTakeFirstOrThrow();
		await recordAudit(trx, ctx.actor, 'paper.make', {
			studyId: delegation.studyId,
			roundId: delegation.roundId,
			delegationId,
			detail: { area: areaName, format: input.format }
		});
		return { definition, area, madeBy: name };
	});
	const { definition, area, madeBy } = found;
	const language = definition.languages.includes(input.language)
		? input.language
		: definition.default_language;
	const page = await getAreaPage(ctx, delegationId, areaName, language);
	const { delegation, response } = page;
	const say = (text: Parameters<typeof textIn>[0]) =>
		textIn(text, language, definition.default_language);
	const country = delegation.name || delegation.countryName;
	const { answers, seen, elsewhere } = page;
	const source: PaperSource = {
		definition,
		area,
		language,
		answers,
		seen,
		elsewhere,
		facts: factsOf(page.treaties, language)
	};
	const madeAt = ctx.now();
	const paper: Paper = {
		language,
		locale: paperLocale(language),
		country,
		roundName: delegation.roundName,
		studyName: delegation.studyName,
		areaNumber: area.kind === 'issue' ? `${area.number}.` : '',
		areaTitle: say(area.title),
		intro: say(area.intro),
		isInvented: delegation.isInvented,
		isWritable: page.isWritable,
		madeBy,
		madeAt,
		parts: buildParts(source)
	};

	function seal(body: string) {
		const { shown } = readShown(body);
		const payload: PaperPayload = {
			format: 'mufakat-paper',
			version: 1,
			id: randomUUID(),
			delegation: delegationId,
			response: response.id,
			area: areaName,
			round: delegation.roundId,
			questionnaire: delegation.versionId,
			language,
			madeAt: madeAt.toISOString(),
			madeBy,
			asked: Object.fromEntries(
				[...shown].map(([name, texts]) => {
					const asked = askedDigest(definition, questionOf(area, name)!, language);
					return [name, [asked, ...texts.map(digest)]];
				})
			),
			answers: Object.fromEntries(
				fieldsOf(paper.parts).map(({ key, content }) => {
					const said = saidDigest(definition, questionOf(area, key)!, key, content);
					return [key, [answers[key]?.revision ?? 0, said]];
				})
			),
			entries: Object.fromEntries(
				repeatsIn(paper.parts).map(({ key, entries }) => [
					key,
					[answers[key]?.revision ?? 0, entries.map(({ id }) => id)]
				])
			),
			tails: [true, false].flatMap((hasClear) =>
				readShown(drawTail(paper.locale, hasClear)).tails.map(digest)
			)
		};
		return { ...payload, signature: sign(key, canonical(payload)) };
	}

	const name = [country, delegation.roundName, areaName].map(slug).filter(Boolean).join('-');
	return { paper, fileName: name || 'mufakat', seal };
}
