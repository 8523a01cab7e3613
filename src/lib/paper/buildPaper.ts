import type { TreatyFact } from '#lib/components/questionnaire/treatyFact.ts';
import { fieldKind, hasAppearance } from '#lib/components/questionnaire/fieldKind.ts';
import { answerKey, FIRST_ENTRY } from '#lib/xlsform/answerKey.ts';
import type { AnswerContent, Answers } from '#lib/xlsform/answers.ts';
import {
	type AreaState,
	contentWithout,
	entriesIn,
	isComputed,
	repeatsOf
} from '#lib/xlsform/areaState.ts';
import { rangeOf } from '#lib/xlsform/checkTypes.ts';
import {
	bodyOf,
	choicesOf,
	textIn,
	UNSEEN_TYPES,
	type Area,
	type Choice,
	type Definition,
	type Part,
	type Question,
	type Section,
	type Text
} from '#lib/xlsform/definition.ts';
import { describeAnswer } from '#lib/xlsform/describe.ts';
import { withoutMarkup } from '#lib/xlsform/markdown.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import { describeCondition, type When } from './condition.ts';
import {
	newEntryToken,
	paperLocale,
	type PaperChoice,
	type PaperField,
	type PaperPart
} from './paper.ts';

export interface PaperSource {
	/** Whole, not an excerpt: conditions name questions of other areas. */
	definition: Definition;
	area: Area;
	language: string;
	/** By key; a question that is not in it is empty. */
	answers: Readonly<Record<string, AnswerContent>>;
	seen: AreaState;
	elsewhere: Answers;
	/** What is recorded of treaties, by instrument. */
	facts: Readonly<Record<string, TreatyFact[]>>;
}

/** Where a part stands: the repeats around it and the ids of their entries. */
interface Place {
	repeats: readonly Section[];
	entries: readonly string[];
	/** In an entry that is not there yet. */
	isBlank: boolean;
}

/** The parts of an area as a file shows them, with the answers as they stand. */
export function buildParts(source: PaperSource): PaperPart[] {
	const { definition, area, language, seen } = source;
	const locale = paperLocale(language);
	const questions = new Map(area.questions.map((question) => [question.name, question]));
	const entriesOf = entriesIn(seen.outline);
	const counted = new Set(
		repeatsOf(seen.outline).flatMap((each) => (each.isCounted ? each.key : []))
	);

	// Texts that show other answers are filled in where the engine has done so.
	const say = (text: Text | undefined, filled?: string) =>
		filled ?? textIn(text, language, definition.default_language).replace(/\$\{[^}]*\}/g, '…');
	const plain = (text: Text | undefined) => withoutMarkup(say(text));
	const choice = ({ name, label }: Choice): PaperChoice => ({ name, label: plain(label) || name });
	const list = (name: string | undefined) => choicesOf(definition, name).map(choice);

	function when(expression: string | undefined, at: Place): When | 'depends' | null {
		if (!expression) return null;
		const { repeats, entries } = at;
		const { elsewhere } = source;
		const standpoint = {
			definition,
			area: area.name,
			repeats,
			entries,
			elsewhere,
			language,
			locale
		};
		return describeCondition(standpoint, expression) ?? 'depends';
	}

	function fieldOf(question: Question, isGiven: boolean, content: AnswerContent): PaperField {
		if (isGiven || isComputed(question))
			return { kind: 'given', words: describeAnswer(definition, question, content, language) };
		const offered = choicesOffered(definition, question).map(choice);
		switch (fieldKind(question, offered.length)) {
			case 'choice':
			case 'scale':
				return { kind: 'one', choices: offered };
			case 'pick':
				return { kind: 'pick', choices: offered };
			case 'multiple':
				return { kind: 'many', choices: offered, most: question.most ?? null };
			case 'rank': {
				const places = Math.min(question.most ?? offered.length, offered.length);
				return { kind: 'rank', choices: offered, places };
			}
			case 'number':
				return { kind: 'number', units: list(question.units), hasYear: question.year === true };
			case 'range': {
				const { start, end } = rangeOf(question);
				return {
					kind: 'figure',
					isWhole: false,
					ends: [Math.min(start, end), Math.max(start, end)]
				};
			}
			case 'date': {
				const { type } = question;
				return { kind: type === 'time' || type === 'datetime' ? type : 'date' };
			}
			case 'acknowledge':
				return { kind: 'tick' };
			case 'geo':
				return question.type === 'geopoint'
					? { kind: 'point' }
					: { kind: 'points', isShape: question.type === 'geoshape' };
			case 'file':
				return { kind: 'file' };
			case 'matrix':
				return {
					kind: 'matrix',
					rows: list(question.matrix?.rows),
					columns: (question.matrix?.columns ?? []).map((column) => ({
						name: column.name,
						label: plain(column.label),
						type: column.type,
						unit: plain(column.unit),
						choices: list(column.list)
					}))
				};
			case 'treaty':
				return {
					kind: 'treaty',
					instruments: list(question.instruments).map((instrument) => ({
						...instrument,
						facts: (source.facts[instrument.name] ?? []).map(factWords)
					}))
				};
			case 'text': {
				const { type } = question;
				if (type === 'integer' || type === 'decimal')
					return { kind: 'figure', isWhole: type === 'integer', ends: null };
				return {
					kind: 'text',
					isLong: type === 'long_text' || hasAppearance(question, 'multiline')
				};
			}
		}
	}

	function factWords({ text, mark, from }: TreatyFact): string {
		return [text, mark, from].filter(Boolean).join(' · ');
	}

	function questionPart(question: Question, at: Place): PaperPart[] {
		if (UNSEEN_TYPES.includes(question.type) || hasAppearance(question, 'label')) return [];
		const key = answerKey(question.name, at.entries);
		const state = at.isBlank ? undefined : seen.questions[key];
		const words = {
			number: question.number,
			label: say(question.label, state?.label),
			hint: say(question.hint, state?.hint),
			when: when(question.relevant, at)
		};
		const guidance = say(question.guidance_hint, state?.guidance);
		if (question.type === 'note')
			return [{ kind: 'note', ...words, hint: [words.hint, guidance].filter(Boolean).join('\n') }];
		const content =
			(at.isBlank ? undefined : source.answers[key]) ?? contentWithout(question, state);
		const isGiven = state ? state.readonly === true : question.read_only === true;
		return [
			{
				kind: 'question',
				...words,
				key,
				name: question.name,
				guidance,
				isRequired: state?.relevant ? state.required === true : question.required === true,
				isIfKnown: question.core === false,
				wantsSource: question.evidence === true,
				field: fieldOf(question, isGiven, content),
				content
			}
		];
	}

	function sectionPart(section: Section, at: Place): PaperPart {
		const key = answerKey(section.name, at.entries);
		const state = at.isBlank ? undefined : seen.sections[key];
		const words = {
			label: say(section.label, state?.label),
			hint: say(section.hint, state?.hint),
			when: when(section.relevant, at)
		};
		if (section.kind === 'group') return { kind: 'group', ...words, parts: walk(section.body, at) };
		const isCounted = section.count !== undefined || counted.has(key);
		const repeats = [...at.repeats, section];
		const inEntry = (id: string, isBlank: boolean) => ({
			id,
			parts: walk(section.body, { repeats, entries: [...at.entries, id], isBlank })
		});
		const ids = (at.isBlank ? undefined : entriesOf(key)) ?? (isCounted ? [] : [FIRST_ENTRY]);
		return {
			kind: 'repeat',
			...words,
			key,
			isCounted,
			entries: ids.map((id) => inEntry(id, at.isBlank)),
			blank: isCounted ? null : inEntry(newEntryToken(repeats.length), true)
		};
	}

	function walk(parts: readonly Part[], at: Place): PaperPart[] {
		return parts.flatMap((part): PaperPart[] => {
			if (typeof part !== 'string') return [sectionPart(part, at)];
			const question = questions.get(part);
			return question ? questionPart(question, at) : [];
		});
	}

	return walk(bodyOf(area), { repeats: [], entries: [], isBlank: false });
}
