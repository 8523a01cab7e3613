import type { AreaView, NoteView } from '#lib/components/questionnaire/answering/areaView.ts';
import { answerWords } from '#lib/components/questionnaire/answering/answerWords.ts';
import { markTitles, markWords, whyWords } from '#lib/components/carry/words.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { saysTheSame } from '#lib/server/responses/carryMatch.ts';
import type { EarlierBeside, EarlierNote } from '#lib/server/responses/earlierBeside.ts';
import type { getAreaPage } from '#lib/server/responses/pages.ts';
import { momentWords } from './areaWords.server.ts';

type AreaPage = Awaited<ReturnType<typeof getAreaPage>>;

/** Longer ones are cut here, because the page travels on slow lines, and stand in full elsewhere. */
const LONGEST = 600;

/** What the page shows of it beside its questions, in words of the reader's language. */
export function earlierBeside(page: AreaPage, home: string): Pick<AreaView, 'links' | 'notes'> {
	const { earlier } = page;
	const links: AreaView['links'] = {};
	const notes: AreaView['notes'] = {};
	for (const note of earlier?.notes ?? []) {
		const { definition, roundName } = earlier!;
		const text = answerWords(definition, note.question, note.content, getLocale());
		notes[note.key] = [viewNote(page, earlier!, note, text)];
		const area = page.definition.areas[0]!.name;
		if (text.length > LONGEST)
			links[note.key] = [
				{
					href: `${home}/changes?area=${encodeURIComponent(area)}#${encodeURI(note.key)}`,
					words: m.carry_note_full({ round: roundName })
				}
			];
	}
	return { links, notes };
}

function cut(text: string): string {
	if (text.length <= LONGEST) return text;
	const [whole = ''] = /^[\s\S]*(?=\s)/.exec(text.slice(0, LONGEST)) ?? [];
	return `${whole || text.slice(0, LONGEST)} …`;
}

function viewNote(
	page: AreaPage,
	{ roundName: round }: EarlierBeside,
	note: EarlierNote,
	text: string
): NoteView {
	const { countryName, name } = page.delegation;
	const delegation = name || countryName;
	const current = page.answers[note.key];
	const isEmpty = !current || current.status === 'empty';
	const isSame = !isEmpty && saysTheSame(current, note.content);
	const { marked } = note;
	const view = { id: 'earlier', tone: 'info' as const, title: m.carry_note_title({ round }) };
	// What is asked below word for word need not be read twice.
	const body = isSame ? '' : cut(text);
	const actions = (marks: EarlierNote['marks']) =>
		marks.map((mark) => ({ words: markWords[mark](), value: `${mark} ${note.key}` }));
	if (note.why) {
		const by = m.carry_note_shown({ delegation, why: whyWords[note.why]() });
		return { ...view, by, body, actions: [] };
	}
	if (!marked) {
		const by = isEmpty
			? m.carry_note_open({ delegation })
			: isSame
				? m.carry_note_same({ delegation })
				: m.carry_note_over({ delegation });
		return { ...view, by, body, actions: actions(note.marks) };
	}
	const isStuck = marked.mark === 'changed' && isSame;
	const isAltered = current?.revision !== marked.revision && marked.mark !== 'changed';
	const by = [
		m.carry_note_marked({ name: marked.by ?? m.respond_someone(), time: momentWords(marked.at) }),
		isStuck ? m.carry_note_change_it({ round }) : isAltered ? m.carry_note_since() : ''
	];
	return {
		...view,
		tone: isStuck ? 'warn' : 'ok',
		title: markTitles[marked.mark]({ round }),
		by: by.filter(Boolean).join(' '),
		body,
		actions: actions(note.marks.filter((mark) => mark !== marked.mark || isAltered))
	};
}
