import { createHash } from 'node:crypto';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { checkContent } from '#lib/xlsform/checkValue.ts';
import {
	choicesOf,
	textIn,
	type Choice,
	type Definition,
	type Question,
	type Text
} from '#lib/xlsform/definition.ts';
import {
	fieldName,
	inEntry,
	readQuestionFields,
	writeQuestionFields
} from '#lib/xlsform/formFields.ts';
import { choicesOffered } from '#lib/xlsform/offered.ts';
import { canonical, type PaperPair } from '#lib/paper/readPaper.ts';

/** Sixteen characters that stand for a text: 96 bits of its SHA-256. */
export function digest(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 16);
}

/** What a question asks, in one language: changes when its number, type, words or choices do. */
export function askedDigest(definition: Definition, question: Question, language: string): string {
	const say = (text: Text | undefined) => textIn(text, language, definition.default_language);
	const list = (choices: readonly Choice[]) => choices.map(({ name, label }) => [name, say(label)]);
	const { number, type, most, units, year, matrix, instruments } = question;
	return digest(
		canonical([
			number,
			type,
			say(question.label),
			list(choicesOffered(definition, question)),
			list(choicesOf(definition, units)),
			list(choicesOf(definition, instruments)),
			list(choicesOf(definition, matrix?.rows)),
			(matrix?.columns ?? []).map((column) => [
				column.name,
				column.type,
				say(column.label),
				say(column.unit),
				list(choicesOf(definition, column.list))
			]),
			most ?? null,
			year ?? false
		])
	);
}

/** What the fields of a file say of one question, as it would be stored where it can be. */
export function contentOfPairs(
	definition: Definition,
	question: Question,
	key: string,
	pairs: readonly PaperPair[]
): AnswerContent {
	const asked = inEntry(question, key);
	const form = new FormData();
	for (const [name, value] of pairs) form.append(name, value);
	form.set(fieldName(asked, 'base'), '0');
	const { status, value, reason, exposure } = readQuestionFields(asked, form)!;
	const given = { status, value, reason, exposure: exposure ?? question.exposure };
	const checked = checkContent(definition, question, given);
	return checked.ok ? checked.content : (given as AnswerContent);
}

/** An answer by what it says: of several choices, the order they were ticked in says nothing. */
export function contentDigest(question: Question, content: AnswerContent): string {
	const { status, value, reason, exposure } = content;
	const isSet = question.type === 'select_multiple' && Array.isArray(value);
	return digest(canonical({ status, value: isSet ? [...value].sort() : value, reason, exposure }));
}

/** An answer as a file gives it back when nobody touched it. */
export function saidDigest(
	definition: Definition,
	question: Question,
	key: string,
	content: AnswerContent
): string {
	const { status, value, reason, exposure } = content;
	const checked = checkContent(definition, question, { status, value, reason, exposure });
	if (checked.ok) return contentDigest(question, checked.content);
	// A default that does not fit its question: as its fields say it.
	const pairs = writeQuestionFields(inEntry(question, key), content, 0);
	return contentDigest(question, contentOfPairs(definition, question, key, pairs));
}
