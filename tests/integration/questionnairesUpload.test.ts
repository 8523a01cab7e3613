import { existsSync, readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem } from '#lib/server/database/asActor.ts';
import { createDraft, getDraft } from '#lib/server/questionnaires/drafts.ts';
import { type UploadOutcome, uploadQuestionnaire } from '#lib/server/questionnaires/upload.ts';
import { downloadDraft } from '#lib/server/questionnaires/versionFile.ts';
import { openTestDatabase } from '../support/database.ts';
import { type Person, type World, buildWorld } from '../support/world.ts';

const corpus = '../shared/corpus/xlsform';

let world: World;
beforeAll(async () => {
	world = await buildWorld(await openTestDatabase());
});
afterAll(() => world.database.close());

const csv = (text: string) => ({ name: 'form.csv', bytes: new TextEncoder().encode(text) });
const upload = (
	workbook: { name: string; bytes: Uint8Array },
	more: Partial<Parameters<typeof uploadQuestionnaire>[1]> = {},
	person: Person = 'rina'
) =>
	uploadQuestionnaire(world.as(person), {
		studyId: world.studyId,
		workbook,
		tables: [],
		...more
	});
function drafted(outcome: UploadOutcome) {
	if (!outcome.ok) throw new Error(outcome.form.errors.map(({ message }) => message).join('\n'));
	return outcome.draft;
}
const countDrafts = () =>
	asSystem(world.database.db, async (trx) => {
		const rows = await trx.selectFrom('questionnaire_drafts').select('id').execute();
		return rows.length;
	});

const good = csv(`survey,,,
,type,name,label
,text,village,Which village?
,select_one yes_no,water,Is there water?
choices,,,
,list_name,name,label
,yes_no,yes,Yes
,yes_no,no,No
settings,,,
,form_title,form_id,version
,Water points,water,7
`);
const bad = csv(`survey,,,,
,type,name,label,relevant
,text,village,Which village?,
,select_one missing,water,Is there water?,
,text,more,More?,\${nobody} = 1
`);

describe('an upload', () => {
	test('without errors becomes a draft', async () => {
		const draft = drafted(await upload(good));
		expect(draft).toMatchObject({
			name: 'Water points',
			source: 'form.csv',
			questionnaireId: null
		});
		expect(draft.definition.version).toBe('7');
		expect(draft.problems).toEqual([]);
	});

	test('with errors is told all of them with their place, and leaves nothing', async () => {
		const before = await countDrafts();
		const outcome = await upload(bad);
		expect(outcome.ok).toBe(false);
		const errors = outcome.ok ? [] : outcome.form.errors;
		expect(errors.map(({ code, row }) => [code, row])).toEqual(
			expect.arrayContaining([
				['choices_missing', 3],
				['reference_unknown', 4]
			])
		);
		expect(await countDrafts()).toBe(before);
	});

	test('takes the place of a draft, on the state the person saw', async () => {
		const draft = drafted(await upload(good));
		const newer = csv(new TextDecoder().decode(good.bytes).replace('Water points', 'Wells'));
		const replaces = { draftId: draft.id, revision: 1 };
		expect(drafted(await upload(newer, { replaces }))).toMatchObject({
			id: draft.id,
			name: 'Wells',
			revision: 2
		});
		await expect(upload(good, { replaces })).rejects.toMatchObject({ code: 'draft_changed' });
		expect((await getDraft(world.as('rina'), draft.id)).name).toBe('Wells');
	});

	test('brings the files it names', async () => {
		const form = csv(`survey,,,
,type,name,label
,select_one_from_file towns.csv,town,Which town?
`);
		const tables = [
			{ name: 'towns.csv', bytes: new TextEncoder().encode('name,label\na,Aileu\nb,Baucau\n') }
		];
		const draft = drafted(await upload(form, { tables }));
		expect(draft.definition.external?.['towns.csv']?.rows).toHaveLength(2);
	});

	test.each(['sokha', 'edi', 'nadia', 'rudi', 'ana', 'citra', 'omar'] as const)(
		'by %s is refused before it is read (R14)',
		async (person) => {
			const broken = { name: 'x.xlsx', bytes: new Uint8Array([80, 75, 3, 4, 0]) };
			await expect(upload(broken, {}, person)).rejects.toMatchObject({ code: 'not_found' });
		}
	);

	test('cannot take the place of a draft of another study', async () => {
		const from = { kind: 'empty', title: 'Theirs' } as const;
		const theirs = await createDraft(world.as('citra'), { studyId: world.otherStudyId, from });
		const replaces = { draftId: theirs.id, revision: 1 };
		await expect(upload(good, { replaces })).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('a hostile file is refused with a reason, and others are served meanwhile', () => {
	const sheet = (body: string) =>
		zipSync({
			'[Content_Types].xml': new TextEncoder().encode('<Types/>'),
			'xl/workbook.xml': new TextEncoder().encode(
				'<workbook><sheets><sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>'
			),
			'xl/worksheets/sheet1.xml': new TextEncoder().encode(body)
		});
	const cases: [string, () => { name: string; bytes: Uint8Array }][] = [
		['a bomb', () => ({ name: 'bomb.xlsx', bytes: sheet(' '.repeat(80 * 1024 * 1024)) })],
		['half a zip', () => ({ name: 'half.xlsx', bytes: sheet('<worksheet/>').slice(0, 200) })],
		['nothing', () => ({ name: 'nothing.xlsx', bytes: new Uint8Array() })],
		['a picture', () => ({ name: 'form.xlsx', bytes: new Uint8Array([137, 80, 78, 71, 13, 10]) })]
	];
	test.each(cases)('%s', async (_name, make) => {
		const file = make();
		const before = await countDrafts();
		const refused = upload(file).catch((thrown: unknown) => thrown);
		// The event loop goes on: somebody else's page is read while the file is looked at.
		await getDraft(world.as('rina'), drafted(await upload(good)).id);
		expect(await refused).toMatchObject({ status: 422 });
		expect(await countDrafts()).toBe(before + 1);
	});
});

describe.skipIf(!existsSync(corpus))(
	'the corpus (skipped where it is not beside the project)',
	() => {
		test('a real workbook becomes a draft that can be downloaded and uploaded again', async () => {
			const manifest = JSON.parse(readFileSync(`${corpus}/manifest.json`, 'utf8')) as {
				file: string;
				accepted: boolean;
				kind: string;
			}[];
			const real = manifest.filter(
				({ accepted, kind, file }) =>
					accepted && kind === 'real-questionnaire' && file.endsWith('.xlsx')
			);
			expect(real.length).toBeGreaterThan(0);
			for (const { file } of real.slice(0, 2)) {
				const bytes = new Uint8Array(readFileSync(`${corpus}/${file}`));
				const draft = drafted(await upload({ name: file, bytes }));
				const again = await downloadDraft(world.as('rina'), draft.id, 'xlsx');
				const back = drafted(await upload({ name: again.name, bytes: again.bytes }));
				expect(back.definition.areas).toEqual(draft.definition.areas);
			}
		});
	}
);
