import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Context } from '#lib/server/context.ts';
import type { GivenSpeaker, ImportRequest } from '#lib/server/focusgroups/importRequest.ts';
import { importTranscript, previewImport } from '#lib/server/focusgroups/importTranscript.ts';
import { readSealingKey } from '#lib/server/keys/sealing.ts';
import { problemOf } from '#lib/server/problem.ts';
import type { ParsedTranscript } from '#lib/transcripts/cue.ts';
import { parseText } from '#lib/transcripts/parseText.ts';
import type { Person, World } from './world.ts';

export const KEY = readSealingKey('1'.repeat(64));

/** A person at work where the installation has a key for names, or another one, or none. */
export const withKey = (
	world: World,
	person: Person,
	key: Context['config']['sealingKey'] = KEY
): Context => {
	const ctx = world.as(person);
	return { ...ctx, config: { ...ctx.config, sealingKey: key } };
};

export function parsed(text: string): ParsedTranscript {
	const read = parseText(new TextEncoder().encode(text));
	if (!read.ok) throw new Error(read.refusal);
	return read.transcript;
}

/** Two who speak, in WebVTT: names nobody else in the tests has. */
export const VTT = `WEBVTT

00:00:01.000 --> 00:00:04.000
<v Sokchea Vantha>We go with the worker to the labour office.

00:00:04.500 --> 00:00:08.000
<v Sokchea Vantha>Vantha is my name, and the officer asks for a letter.

00:00:09.000 --> 00:00:12.000
<v Ratri Wulandari>Thank you, Sokchea Vantha. And in Prey Lvea?
`;
/** Every way in which those names are written, and a place. */
export const REAL_NAMES = ['Sokchea', 'Vantha', 'Ratri', 'Wulandari', 'Prey Lvea'];

export const speaker = (who: string, given: Partial<GivenSpeaker> = {}): GivenSpeaker => ({
	who,
	pseudonym: '',
	forms: [],
	isReplaced: true,
	...given
});
export const facilitator = speaker('facilitator', { forms: ['Ratri'] });

export const requestOf = (given: Partial<ImportRequest> = {}): ImportRequest => ({
	id: randomUUID(),
	title: 'Day 1, with Ratri Wulandari',
	language: 'en',
	translationLanguage: null,
	read: parsed(VTT),
	speakers: [speaker('new', { pseudonym: 'P07' }), facilitator],
	more: [{ name: 'Prey Lvea', replacement: '[a village]' }],
	also: ['Vantha', 'Sokchea'],
	mark: 'background',
	kind: 'verbatim',
	join: true,
	roleWords: {
		facilitator: '[facilitator]',
		interpreter: '[interpreter]',
		note_taker: '[note-taker]',
		observer: '[observer]',
		unknown: '[name]'
	},
	...given
});

/** Looks at the preview and stores it, as the pages do. */
export async function doImport(ctx: Context, groupId: string, request: ImportRequest) {
	const { digest } = await previewImport(ctx, groupId, request);
	return importTranscript(ctx, groupId, request, digest);
}

/** The live turns of a transcript in their order. */
export const turnsOf = (world: World, transcriptId: string) =>
	asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('turns')
			.selectAll()
			.where('transcript_id', '=', transcriptId)
			.where('removed_at', 'is', null)
			.orderBy('ordinal')
			.execute()
	);

/** Tables in which a text stands anywhere, whatever the column; upper and lower case are the same. */
export const tablesHolding = (world: World, text: string) =>
	asSystem(world.database.db, async (trx) => {
		const tables = await sql<{ name: string }>`select tablename as name from pg_tables
			where schemaname = 'public' and tablename not like 'kysely%'`.execute(trx);
		const found: string[] = [];
		for (const { name } of tables.rows) {
			const rows = await sql`select 1 from ${sql.table(name)} t
				where strpos(lower(t::text), lower(${text})) > 0 limit 1`.execute(trx);
			if (rows.rows.length > 0) found.push(name);
		}
		return found;
	});

export const auditOf = (world: World, action: string) =>
	asSystem(world.database.db, (trx) =>
		trx
			.selectFrom('audit_entries')
			.select(['actor_id', 'subject_id', 'detail'])
			.where('action', '=', action)
			.orderBy('id')
			.execute()
	);

/** `done`, or the code of the Problem that was meant. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
	work.then(
		() => 'done',
		(thrown: unknown) => problemOf(thrown)?.code ?? String(thrown)
	);
