import { countryName } from '#lib/asean.ts';
import { lookOf } from '#lib/codes/palette.ts';
import type { Placed } from '#lib/codes/tree.ts';
import { exposures } from '#lib/components/review/words.ts';
import type {
	CodeView,
	Unit,
	UnitCoding,
	UnitMemo,
	UnitText
} from '#lib/components/coding/unit.ts';
import { speakerWords } from '#lib/components/coding/speakerWords.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { CodedAnswer } from '#lib/server/coding/answerWindow.ts';
import type { Code } from '#lib/server/coding/codebook.ts';
import type { Coding } from '#lib/server/coding/listCodings.ts';
import type { ListedMemo } from '#lib/server/coding/memoQueries.ts';
import { placeKey } from '#lib/server/coding/texts.ts';
import type { CodedTurn } from '#lib/server/coding/turnWindow.ts';
import { choicesOf, textIn } from '#lib/xlsform/definition.ts';
import type { Definition, Text } from '#lib/xlsform/definition.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { levelWords } from './levelWords.server.ts';

const day = (at: Date) =>
	new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-GB' : getLocale(), {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		timeZone: 'UTC'
	}).format(at);

/** Milliseconds on a recording's clock as `00:14:02`. */
export function clock(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** Codes with how often each stands in what the page is about. */
export function codeViews(
	codes: readonly Placed<Code>[],
	counts: readonly { codeId: string; count: number }[]
): CodeView[] {
	const countOf = new Map(counts.map(({ codeId, count }) => [codeId, count]));
	return codes.map((code) => {
		const { name: look, sign } = lookOf(code.colour);
		const { id, name, path, depth, isCodable, definition, includeWhen, excludeWhen } = code;
		const words = { definition, includeWhen, excludeWhen };
		return { id, name, path, depth, isCodable, look, sign, ...words, count: countOf.get(id) ?? 0 };
	});
}

function codingView(coding: Coding): UnitCoding {
	const { id, codeId, field, start, end, origin, coder, createdAt } = coding;
	const who = coder ?? m.coding_imported();
	return { id, codeId, field, start, end, origin, who: `${who}, ${day(createdAt)}` };
}

/** A memo in words. */
export function memoView(memo: ListedMemo): UnitMemo {
	const { id, codingId, body, isOwn, visibility, revision, author, changedAt } = memo;
	const who = `${author ?? m.coding_imported()}, ${day(changedAt)}`;
	return { id, codingId, body, isOwn, visibility, revision, who };
}

const whole = (text: string) => [{ label: null, start: 0, end: text.length }];

/** A turn as the coding page shows it. */
export function turnView(turn: CodedTurn): Unit {
	const kinds = {
		verbatim: '',
		paraphrase: m.coding_paraphrase(),
		observation: m.coding_observation()
	};
	const country =
		turn.country && countryName(turn.country, turn.countryName ?? turn.country, getLocale());
	const texts: UnitText[] = [
		{
			field: 'body',
			language: turn.language,
			label: turn.translation === null ? null : m.coding_original(),
			text: turn.body,
			parts: whole(turn.body)
		}
	];
	if (turn.translation !== null)
		texts.push({
			field: 'translation',
			language: turn.translationLanguage,
			label: m.coding_translation(),
			text: turn.translation,
			parts: whole(turn.translation)
		});
	return {
		id: turn.id,
		place: turn.place,
		at: { turnId: turn.id },
		revision: turn.revision,
		part: turn.beginsPart ? (turn.part ?? (turn.transcriptId ? null : m.coding_notes())) : null,
		heading: turn.heading,
		time: turn.startsMs === null ? '' : clock(turn.startsMs),
		who: turn.pseudonym ?? speakerWords(turn.speaker),
		about: [turn.organisationKind, country].filter(Boolean).join(' · '),
		kind: kinds[turn.kind],
		note: levelWords(turn),
		texts,
		codings: turn.codings.map(codingView),
		memos: turn.memos.map(memoView)
	};
}

/** A narrative answer as the coding page shows it. */
export function answerView(answer: CodedAnswer, definition: Definition): Unit {
	const say = (text: Text | undefined) =>
		withoutMarkup(textIn(text, getLocale(), definition.default_language));
	const { asked, exposure } = answer;
	const list = asked.type === 'treaty' ? asked.instruments : asked.matrix?.rows;
	const labelOf = (cell: { row: string; column: string } | null) => {
		if (!cell) return null;
		const row = choicesOf(definition, list).find(({ name }) => name === cell.row);
		const column = asked.matrix?.columns.find(({ name }) => name === cell.column);
		const words = { correction: m.coding_cell_correction, source: m.coding_cell_source };
		const second = column
			? say(column.label)
			: (words[cell.column as keyof typeof words]?.() ?? cell.column);
		return [say(row?.label) || cell.row, second].filter(Boolean).join(' · ');
	};
	const entry = answer.entry ? m.coding_entry({ place: answer.entry }) : '';
	return {
		id: placeKey(answer),
		place: answer.place,
		at: { responseId: answer.responseId, question: answer.question },
		revision: answer.revision,
		part: null,
		heading: answer.beginsQuestion ? `${asked.number} ${say(asked.label)}` : null,
		time: '',
		who: countryName(answer.country, answer.countryName, getLocale()),
		about: '',
		kind: [answer.delegationName, entry, answer.isAccepted ? '' : m.coding_not_accepted()]
			.filter(Boolean)
			.join(' · '),
		note: {
			tone: exposure === 'coordinators' ? 'no' : 'plain',
			words: `${exposures[exposure].glyph} ${exposures[exposure].words()}`
		},
		texts: [
			{
				field: 'value',
				language: null,
				label: null,
				text: answer.text,
				parts: answer.parts.map(({ cell, start, end }) => ({ label: labelOf(cell), start, end }))
			}
		],
		codings: answer.codings.map(codingView),
		memos: answer.memos.map(memoView)
	};
}
