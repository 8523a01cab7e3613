import { sql } from 'kysely';
import { PALETTE } from '../../src/lib/codes/palette.ts';
import { snap } from '../../src/lib/passages/span.ts';
import { asSystem } from '../../src/lib/server/database/asActor.ts';
import { json } from '../../src/lib/server/database/json.ts';
import type { BenchWorld } from './benchWorld.ts';

export const TURNS = 10_000;
export const CODINGS = 20_000;
const BLOCKS = 40;
const CODES = 60;
const PEOPLE = 24;

/** What people say in the bench; turns are one to nine of these, a third of them translated. */
const SENTENCES = [
	'We go with the worker to the labour office.',
	'The officer asks for a letter from the employer before opening a file.',
	'For women in private homes nobody can come to inspect.',
	'The pass that lets a worker stay during a case costs more than what is claimed, so most people take what they are given and go home.',
	'ពលករទេសន្តរប្រវេសន៍ត្រូវការលិខិតពីនិយោជកមុនពេលដាក់ពាក្យបណ្តឹង។',
	'แรงงานต้องมีจดหมายจากนายจ้างก่อนยื่นคำร้อง',
	'Calo minta delapan juta rupiah sebelum berangkat.',
	'Yes.',
	'A regional complaint form would help: one form, every language, any embassy, and somebody who reads it within a week.'
];

/** The same figures every time: a small generator in place of chance. */
function numbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state % below;
	};
}

/** A meeting of 10,000 turns with 20,000 codes on them; gives its id and the text of its turns. */
export async function buildCodingMeeting(
	world: BenchWorld
): Promise<{ groupId: string; bodies: string[] }> {
	const next = numbers(7);
	const bodies = Array.from({ length: TURNS }, () =>
		Array.from({ length: 1 + next(9) }, () => SENTENCES[next(SENTENCES.length)]!).join(' ')
	);
	const studyId = world.studyId;
	const roundId = world.roundId;
	const accountId = world.coordinator.accountId;
	const groupId = crypto.randomUUID();
	const ids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
	const people = ids(PEOPLE);
	const blocks = ids(BLOCKS);
	const codes = ids(CODES);
	const turnIds = ids(TURNS);
	const of = { study_id: studyId, group_id: groupId };
	await asSystem(world.instance.system.db, async (trx) => {
		await sql`insert into focus_groups (id, study_id, round_id, name, rule, created_by)
			values (${groupId}::uuid, ${studyId}::uuid, ${roundId}::uuid, 'Ten thousand turns', 'open', ${accountId}::uuid)`.execute(
			trx
		);
		for (const [at, id] of people.entries())
			await sql`insert into participants (id, group_id, study_id, round_id, pseudonym, country,
					consent_level, created_by) values (${id}::uuid, ${groupId}::uuid, ${studyId}::uuid,
					${roundId}::uuid, ${`P${at + 1}`}, ${`X${at}`}, ${at % 6}, ${accountId}::uuid)`.execute(trx);
		await trx
			.insertInto('guide_blocks')
			.values(
				blocks.map((id, position) => ({ ...of, id, position, title: `Block ${position + 1}` }))
			)
			.execute();
		const turns = bodies.map((body, at) => ({
			id: turnIds[at],
			at,
			person: at % 12 === 0 ? null : people[at % PEOPLE],
			block: blocks[Math.floor((at * BLOCKS) / TURNS)],
			body,
			translation: at % 3 === 0 ? `In English: ${body}` : null
		}));
		await sql`insert into turns (id, group_id, study_id, round_id, ordinal, speaker, participant_id,
				block_id, kind, mark, starts_ms, body, translation)
			select n.id, ${groupId}::uuid, ${studyId}::uuid, ${roundId}::uuid, n.at,
				case when n.person is null then 'facilitator' else 'participant' end, n.person, n.block,
				'verbatim', 'quotable', n.at * 4000, n.body, n.translation
			from jsonb_to_recordset(${json(turns)}) as n (id uuid, at integer, person uuid, block uuid,
				body text, translation text)`.execute(trx);
		await sql`insert into turn_revisions (turn_id, group_id, study_id, revision, speaker, kind, mark, body,
				translation)
			select id, group_id, study_id, revision, speaker, kind, mark, body, translation from turns
			where group_id = ${groupId}::uuid`.execute(trx);
		await sql`insert into codebooks (study_id) values (${studyId}::uuid) on conflict do nothing`.execute(
			trx
		);
		for (const [at, id] of codes.entries())
			await sql`insert into codes (id, study_id, codebook_id, parent_id, name, colour, position)
				select ${id}::uuid, ${studyId}::uuid, id, ${at % 6 === 0 ? null : codes[at - (at % 6)]}::uuid,
					${`code ${at + 1}`}, ${PALETTE[at % PALETTE.length]!.hex}, ${at}
				from codebooks where study_id = ${studyId}::uuid`.execute(trx);
		const codings = Array.from({ length: CODINGS }, () => {
			const turn = next(TURNS);
			const body = bodies[turn]!;
			const from = next(body.length);
			const span = snap(body, { start: from, end: from + 5 + next(80) }) ?? {
				start: 0,
				end: body.length
			};
			return { turn: turnIds[turn], code: codes[next(CODES)], starts: span.start, ends: span.end };
		});
		await sql`insert into codings (id, study_id, round_id, code_id, turn_id, field, starts, ends,
				text_revision, coder_id)
			select gen_random_uuid(), ${studyId}::uuid, ${roundId}::uuid, n.code, n.turn, 'body', n.starts,
				n.ends, 1, ${accountId}::uuid
			from jsonb_to_recordset(${json(codings)}) as n (turn uuid, code uuid, starts integer, ends integer)`.execute(
			trx
		);
	});
	await sql`analyze`.execute(world.instance.system.db);
	return { groupId, bodies };
}
