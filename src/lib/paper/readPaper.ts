/**
 * What a filled-in file says: what it was made with, what was typed, and the words its
 * questions are shown in, so that a question that was changed on the way is noticed. Takes
 * whatever somebody uploads and never throws.
 */
import { decodeEntities, scanHtml } from './scanHtml.ts';

/** The file about itself, as it was signed. */
export interface PaperPayload {
	format: 'mufakat-paper';
	version: 1;
	id: string;
	delegation: string;
	response: string;
	area: string;
	round: string;
	questionnaire: string;
	language: string;
	madeAt: string;
	madeBy: string;
	/** By question: digest of what it asks, then of every way its words are shown in the file. */
	asked: Record<string, string[]>;
	/** By answer key: revision it was based on, digest of the answer as it was exported. */
	answers: Record<string, [number, string]>;
	/** By repeat key: revision, and the entries there were. */
	entries: Record<string, [number, string[]]>;
	/**
	 * Digests of what stands under every question: the words of the codes and of who may see an
	 * answer. Files made before that was signed have none.
	 */
	tails?: string[];
}

export type PaperPair = [name: string, value: string];

/** What was typed into a file, as it waits to be taken over. */
export interface PaperGiven {
	pairs: PaperPair[];
	asked: PaperPayload['asked'];
	answers: PaperPayload['answers'];
	entries: PaperPayload['entries'];
}

export interface ReadPaper {
	payload: PaperPayload;
	signature: string;
	pairs: PaperPair[];
	/** By question: its words and choices, each way they are shown. */
	shown: Map<string, string[]>;
	/** What stands under the questions, each way it is shown. */
	tails: string[];
}

/** More fields than the largest response has. */
const MOST_PAIRS = 100_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === 'string';
const isRevision = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
const isList = (value: unknown) => Array.isArray(value) && value.every(isString);

const every = (value: unknown, fits: (each: unknown) => boolean) =>
	isRecord(value) && Object.values(value).every(fits);

const TEXTS = [
	'id',
	'delegation',
	'response',
	'area',
	'round',
	'questionnaire',
	'language',
	'madeAt',
	'madeBy'
] as const;

const PARTS = ['format', 'version', ...TEXTS, 'asked', 'answers', 'entries', 'tails'];

function isPayload(value: unknown): value is PaperPayload {
	return (
		isRecord(value) &&
		value.format === 'mufakat-paper' &&
		value.version === 1 &&
		TEXTS.every((name) => isString(value[name])) &&
		!Number.isNaN(Date.parse(value.madeAt as string)) &&
		every(value.asked, isList) &&
		every(
			value.answers,
			(each) => Array.isArray(each) && isRevision(each[0]) && isString(each[1])
		) &&
		every(value.entries, (each) => Array.isArray(each) && isRevision(each[0]) && isList(each[1])) &&
		(value.tails === undefined || isList(value.tails))
	);
}

function isPairs(value: unknown): value is PaperPair[] {
	return (
		Array.isArray(value) &&
		value.length <= MOST_PAIRS &&
		value.every((pair) => isList(pair) && pair.length === 2)
	);
}

function parse(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return undefined;
	}
}

/** A name without the ids of its entries: the same question is worded alike in all of them. */
const withoutEntries = (name: string) => name.replace(/\[[^\]]*\]/, '');

/** Stands for what is under the questions; no question is called so. */
const TAIL = '\0tail';

/**
 * The words of every question of a page, with the names and values of what can be chosen; not
 * what was answered. By question, one for each time it stands there; and the same of what
 * stands under all of them.
 */
export function readShown(html: string): {
	shown: Map<string, string[]>;
	tails: string[];
	data: Map<string, string>;
} {
	const shown = new Map<string, string[]>();
	const data = new Map<string, string>();
	let question: string | undefined;
	let words: string[] = [];
	let isRepeated = false;
	/** Inside the word that says what was chosen. */
	let isChosen = false;
	const close = () => {
		if (question === undefined) return;
		const text = words.join('').replace(/\s+/g, ' ').trim();
		const before = shown.get(question) ?? [];
		if (!before.includes(text)) shown.set(question, [...before, text]);
		question = undefined;
		isChosen = false;
	};
	for (const piece of scanHtml(html)) {
		if (piece.kind === 'open') {
			const { attributes, name } = piece;
			const begun = attributes.has('data-tail') ? TAIL : attributes.get('data-q');
			if (begun !== undefined) {
				close();
				question = begun;
				words = [];
			}
			if (question === TAIL && name === 'b') isChosen = true;
			if (!['input', 'select', 'textarea', 'option'].includes(name)) continue;
			if (name === 'select') isRepeated = attributes.has('data-o');
			// Written out in the first of them, and completed from there.
			if (name === 'option' && isRepeated) continue;
			const isChoice =
				name === 'option' || ['radio', 'checkbox'].includes(attributes.get('type') ?? '');
			const part = question === TAIL ? 'data-part' : 'name';
			words.push(` ‹${withoutEntries(attributes.get(part) ?? '')}`);
			words.push(`${isChoice ? `=${attributes.get('value') ?? ''}` : ''}› `);
		} else if (piece.kind === 'close' && piece.name === 'select') isRepeated = false;
		else if (piece.kind === 'close' && piece.name === 'b') isChosen = false;
		else if (piece.kind === 'text' && !isRepeated && !isChosen)
			words.push(decodeEntities(piece.text));
		else if (piece.kind === 'comment' && piece.text === 'e') close();
		else if (piece.kind === 'raw' && piece.name === 'script') {
			const id = piece.attributes.get('id');
			if (id && !data.has(id)) data.set(id, piece.text);
		}
	}
	const tails = shown.get(TAIL) ?? [];
	shown.delete(TAIL);
	return { shown, tails, data };
}

/** Without what no database takes: the character NUL, and halves of broken surrogate pairs. */
const storable = (text: string) => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');

/** A file as it was uploaded; null where it is none of ours, or broken. */
export function readPaper(html: string): ReadPaper | null {
	const { shown, tails, data } = readShown(html);
	const said = parse(data.get('mufakat-paper'));
	if (!isRecord(said)) return null;
	const { signature } = said;
	// What we know by name, and nothing else somebody may have put there.
	const payload = Object.fromEntries(
		PARTS.filter((name) => name in said).map((name) => [name, said[name]])
	);
	const pairs = parse(data.get('mufakat-answers')) ?? [];
	if (!isString(signature) || !isPayload(payload) || !isPairs(pairs)) return null;
	const cleaned = pairs.map(([name, value]): PaperPair => [storable(name), storable(value)]);
	return { payload, signature, pairs: cleaned, shown, tails };
}

/** Anything JSON holds in one way of writing it, whatever the order of its names. */
export function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
	const names = Object.keys(value).sort();
	return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}
