import * as v from 'valibot';
import { SESSION_RULES } from '#lib/terms.ts';
import {
	type BlockFacts,
	type GroupFacts,
	LONG_BLOCK_FACTS,
	LONG_FACTS,
	type ParticipantFacts
} from './facts.ts';
import { mergeFields } from './mergeFields.ts';

/** Between what a form's fields hold and the facts they mean. */

/** Takes tags as they are typed, parted by commas or blanks; gives them one by one. */
export function readTags(tags: string): string[] {
	return tags.split(/[\s,;]+/).filter((tag) => tag !== '');
}

/** Takes lines as they are typed; gives those with words. */
export function readLines(lines: string): string[] {
	return lines
		.split('\n')
		.map((each) => each.trim())
		.filter((each) => each !== '');
}

const orNull = (text: string) => (text === '' ? null : text);

/** The fields of a new meeting. */
export interface NewGroupForm {
	name: string;
	heldOn: string;
	endsOn: string;
	hours: string;
	isOnline: boolean;
	place: string;
	languages: string[];
	otherLanguages: string;
	rule: GroupFacts['rule'];
}

/** The fields of the settings of a meeting. */
export interface GroupForm extends NewGroupForm {
	purpose: string;
	rooms: string;
	turnMark: GroupFacts['turnMark'];
	groundRules: string;
	validationUntil: string;
}

/** What a form says of a new meeting. */
export function readNewGroup(form: NewGroupForm, base: readonly string[] = []) {
	const { name, hours, isOnline, place, rule } = form;
	const chosen = new Set([...form.languages, ...readTags(form.otherLanguages)]);
	return {
		name,
		heldOn: orNull(form.heldOn),
		endsOn: form.endsOn === form.heldOn ? null : orNull(form.endsOn),
		hours,
		isOnline,
		place,
		rule,
		// Boxes have an order of their own; languages keep the one they stand in.
		languages: [
			...base.filter((tag) => chosen.has(tag)),
			...[...chosen].filter((tag) => !base.includes(tag))
		]
	};
}

/** What a form says of a meeting; `base` is what the form found. */
export function readGroup(form: GroupForm, base: GroupFacts): GroupFacts {
	return {
		...readNewGroup(form, base.languages),
		purpose: form.purpose,
		rooms: readLines(form.rooms),
		turnMark: form.turnMark,
		groundRules: form.groundRules,
		validationUntil: orNull(form.validationUntil)
	};
}

/** The fields of a participant. */
export interface ParticipantForm {
	pseudonym: string;
	country: string;
	organisationKind: string;
	language: string;
	room: string;
}

/** What a form says of a participant. */
export function readParticipant(form: ParticipantForm): ParticipantFacts {
	return {
		pseudonym: form.pseudonym,
		country: orNull(form.country),
		organisationKind: orNull(form.organisationKind),
		language: form.language,
		room: orNull(form.room)
	};
}

/** The fields of a block. */
export interface BlockForm {
	title: string;
	area: string;
	questions: string[];
	minutes: string;
	mainQuestion: string;
	probes: string;
}

/** What a form says of a block. */
export function readBlock(form: BlockForm): BlockFacts {
	return {
		title: form.title,
		area: orNull(form.area),
		questions: form.questions,
		minutes: form.minutes === '' ? null : Number(form.minutes),
		mainQuestion: form.mainQuestion,
		probes: readLines(form.probes)
	};
}

const nullable = v.nullable(v.string());
const groupBase = v.object({
	name: v.string(),
	purpose: v.string(),
	heldOn: nullable,
	endsOn: nullable,
	hours: v.string(),
	place: v.string(),
	isOnline: v.boolean(),
	languages: v.array(v.string()),
	rooms: v.array(v.string()),
	rule: v.picklist(SESSION_RULES),
	turnMark: v.picklist(['background', 'quotable'] as const),
	groundRules: v.string(),
	validationUntil: nullable
});
const participantBase = v.object({
	pseudonym: v.string(),
	country: nullable,
	organisationKind: nullable,
	language: v.string(),
	room: nullable
});
const blockBase = v.object({
	title: v.string(),
	area: nullable,
	questions: v.array(v.string()),
	minutes: v.nullable(v.number()),
	mainQuestion: v.string(),
	probes: v.array(v.string())
});

function readBase<T>(shape: v.GenericSchema<unknown, T>, base: string): T | undefined {
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), base);
	return read.success ? read.output : undefined;
}

/** What a form found, from its field `base`; undefined where that is none. */
export const readGroupBase = (base: string): GroupFacts | undefined => readBase(groupBase, base);
export const readParticipantBase = (base: string): ParticipantFacts | undefined =>
	readBase(participantBase, base);
export const readBlockBase = (base: string): BlockFacts | undefined => readBase(blockBase, base);

/** What a form is to show again, and the fields in which somebody else said something else. */
export interface Resent<T> {
	facts: T;
	conflicts: (keyof T & string)[];
}

function resend<T extends object>(
	base: T | undefined,
	stored: T,
	typed: T,
	texts: readonly (keyof T & string)[] = []
): Resent<T> {
	const { merged, conflicts } = mergeFields({ base: base ?? stored, stored, typed }, texts);
	return { facts: merged, conflicts };
}

/** The settings as they are to be shown again after they could not be saved. */
export function resendGroup(form: GroupForm & { base: string }, stored: GroupFacts) {
	const base = readGroupBase(form.base);
	return resend(base, stored, readGroup(form, base ?? stored), LONG_FACTS);
}

/** The same of a participant. */
export function resendParticipant(
	form: ParticipantForm & { base: string },
	stored: ParticipantFacts
) {
	return resend(readParticipantBase(form.base), stored, readParticipant(form));
}

/** The same of a block. */
export function resendBlock(form: BlockForm & { base: string }, stored: BlockFacts) {
	return resend(readBlockBase(form.base), stored, readBlock(form), LONG_BLOCK_FACTS);
}
