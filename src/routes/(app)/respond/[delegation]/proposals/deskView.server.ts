import { answerParts } from '#lib/components/questionnaire/answering/answerWords.ts';
import { exposureWords } from '#lib/components/questionnaire/answering/evidenceWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Context } from '#lib/server/context.ts';
import {
	type DeskArea,
	type DeskProposal,
	type DeskQuestion,
	getProposalDesk
} from '#lib/server/handouts/desk.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type Definition, textIn } from '#lib/xlsform/definition.ts';
import { diffWords } from '#lib/xlsform/diffText.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';

/** The desk in the language of the request. */
export async function getDeskView(ctx: Context, delegationId: string) {
	const language = getLocale();
	const desk = await getProposalDesk(ctx, delegationId, language);
	const { delegation, definition } = desk;
	const show = (areas: DeskArea[]) => areas.map((area) => showArea(definition, area, language));
	const open = show(desk.open);
	return {
		home: `/respond/${delegationId}`,
		country: delegation.name || delegation.countryName,
		isInvented: delegation.isInvented,
		maySettle: desk.maySettle,
		mayWrite: delegation.mayWrite,
		isOpen: !delegation.closedAt && delegation.status === 'active',
		count: desk.open.flatMap(({ questions }) => questions.flatMap((one) => one.proposals)).length,
		open,
		settled: show(desk.settled)
	};
}

function showArea(definition: Definition, area: DeskArea, language: string) {
	const { default_language: own } = definition;
	return {
		name: area.area,
		title: withoutMarkup(textIn(area.title, language, own)),
		isWritable: ['not_started', 'draft', 'returned', 'reopened'].includes(area.state),
		questions: area.questions.map((question) => showQuestion(definition, question, language))
	};
}

function showQuestion(definition: Definition, asked: DeskQuestion, language: string) {
	const { key, question, official } = asked;
	const say = (content: AnswerContent) =>
		question ? answerParts(definition, question, content, language) : null;
	const words = textIn(question?.label, language, definition.default_language);
	return {
		key,
		number: question?.number ?? '',
		label: question ? withoutMarkup(asked.label ?? words) : key,
		isGone: question === null,
		revision: official?.revision ?? 0,
		official: official && official.status !== 'empty' ? say(official) : null,
		exposure: official ? exposureWords(official.exposure) : '',
		proposals: asked.proposals.map((proposal) => showProposal(asked, proposal, say))
	};
}

/** What a proposal changes, by word, where both are texts. */
function changesOf({ question, official }: DeskQuestion, { content }: DeskProposal) {
	const isText = question?.type === 'text' || question?.type === 'long_text';
	if (!isText || typeof official?.value !== 'string' || typeof content.value !== 'string')
		return null;
	return diffWords(official.value, content.value);
}

function showProposal<T>(
	asked: DeskQuestion,
	proposal: DeskProposal,
	say: (content: AnswerContent) => T
) {
	const { content, ...rest } = proposal;
	return {
		...rest,
		by: proposal.isMine
			? m.handouts_desk_mine()
			: proposal.isByLink
				? m.handouts_desk_by_link({ who: proposal.who })
				: m.handouts_desk_by({ who: proposal.who }),
		parts: say(content),
		changes: proposal.state === 'open' ? changesOf(asked, proposal) : null,
		isExposureOther: content.exposure !== asked.official?.exposure,
		exposure: exposureWords(content.exposure)
	};
}
