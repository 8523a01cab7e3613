import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { v5 as uuidOf } from 'uuid';
import {
	type ConsentText,
	ALWAYS_ASKED,
	askableLanguages,
	inOrder,
	missingWords
} from '#lib/consent/form.ts';
import type { ConsentItem } from '#lib/terms.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { asActor } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { json } from '../database/json.ts';
import { withinSystem } from '../database/withinSystem.ts';
import { Problem, notFound } from '../problem.ts';
import { type StudyHead, getStudyHead } from '../studies/queries.ts';
import standard from './defaultConsentForm.json' with { type: 'json' };

/** One version of a study's consent form; it never changes. */
export interface ConsentForm {
	id: string;
	version: number;
	items: ConsentItem[];
	/** By language. */
	texts: Record<string, ConsentText>;
	/** null: the words Mufakat brings along, which nobody has been asked with yet. */
	madeAt: Date | null;
	/** Name of the coordinator; null for the words Mufakat brings along. */
	madeBy: string | null;
}

/** Of the first version of a study that never wrote its own: the same wherever it is asked for. */
const standardId = (studyId: string) => uuidOf('consent form', studyId);

/** The form a study has before anybody writes one; stored as version 1 when it is first used. */
function standardForm(studyId: string): ConsentForm {
	const items = standard.items as ConsentItem[];
	const id = standardId(studyId);
	return { id, version: 1, items, texts: standard.texts, madeAt: null, madeBy: null };
}

const columns = sql`f.id, f.version, f.items, f.texts, f.made_at as "madeAt"`;

/** The form of a study as it is asked now. For everybody who may read it, also by a link. */
export async function getForm(trx: Trx, studyId: string): Promise<ConsentForm> {
	const found = await sql<Omit<ConsentForm, 'madeBy'>>`select ${columns} from consent_forms f
		where f.study_id = ${studyId}::uuid order by f.version desc limit 1`.execute(trx);
	const form = found.rows[0];
	return form ? { ...form, madeBy: null } : standardForm(studyId);
}

/**
 * The version of a form somebody has just agreed to, kept from now on where it is the one Mufakat
 * brings along.
 * @throws Problem not_found for a form that is not of this study
 */
export async function useForm(trx: Trx, studyId: string, formId: string): Promise<ConsentForm> {
	const read = () =>
		sql<Omit<ConsentForm, 'madeBy'>>`select ${columns} from consent_forms f
		where f.study_id = ${studyId}::uuid and f.id = ${formId}::uuid`.execute(trx);
	let form = (await read()).rows[0];
	if (!form && formId === standardId(studyId)) {
		await withinSystem(trx, () => insertForm(trx, studyId, standardForm(studyId), null));
		form = (await read()).rows[0];
	}
	if (!form) throw notFound();
	return { ...form, madeBy: null };
}

/** false where a form of this study has that version already. */
async function insertForm(
	trx: Trx,
	studyId: string,
	form: Pick<ConsentForm, 'id' | 'version' | 'items' | 'texts'>,
	madeBy: string | null
): Promise<boolean> {
	const made = await trx
		.insertInto('consent_forms')
		.values({
			id: form.id,
			study_id: studyId,
			version: form.version,
			items: form.items,
			texts: json(form.texts) as never,
			made_by: madeBy
		})
		.onConflict((conflict) => conflict.columns(['study_id', 'version']).doNothing())
		.returning('id')
		.executeTakeFirst();
	return made !== undefined;
}

/** The form of a study with its history; `version` for an earlier one. */
export interface FormPage {
	study: StudyHead & { roles: string[] };
	form: ConsentForm;
	/** The newest first. */
	versions: Pick<ConsentForm, 'version' | 'madeAt' | 'madeBy'>[];
	/** Languages the participants of the study's meetings speak. */
	spoken: string[];
}

/** @throws Problem not_found for a stranger, and for a version that never was */
export async function getFormPage(
	ctx: Context,
	studyId: string,
	version?: number
): Promise<FormPage> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		const study = await getStudyHead(trx, studyId, 'group.read');
		const all = await sql<ConsentForm>`select ${columns}, a.name as "madeBy"
			from consent_forms f left join accounts a on a.id = f.made_by
			where f.study_id = ${studyId}::uuid order by f.version desc`.execute(trx);
		const forms = all.rows.length > 0 ? all.rows : [standardForm(studyId)];
		const form = version === undefined ? forms[0] : forms.find((each) => each.version === version);
		if (!form) throw notFound();
		const spoken = await sql<{ language: string }>`select distinct language from participants
			where study_id = ${studyId}::uuid and removed_at is null
			union select distinct unnest(languages) from focus_groups where study_id = ${studyId}::uuid
			order by 1`.execute(trx);
		return {
			study,
			form,
			versions: forms.map(({ version, madeAt, madeBy }) => ({ version, madeAt, madeBy })),
			spoken: spoken.rows.map(({ language }) => language)
		};
	});
}

/**
 * Makes a new version of a study's form: which items it asks, and its words in one language. The
 * other languages stay as they were; a language without any word is taken out. What has been agreed to
 * stays as it was read. The same words again make no version.
 * @throws Problem form_changed where `seen` is no longer the newest version; form_empty where
 * nobody could be asked with it; not_found
 */
export async function saveForm(
	ctx: Context,
	input: {
		studyId: string;
		/** The version that was changed. */
		seen: number;
		/** Without them the items stay as they are. */
		items?: readonly ConsentItem[];
		language: string;
		text: ConsentText;
	}
): Promise<{ version: number }> {
	return asActor(ctx.db, ctx.actor, async (trx) => {
		await getStudyHead(trx, input.studyId, 'consent.form');
		const before = await getForm(trx, input.studyId);
		const items = inOrder([...ALWAYS_ASKED, ...(input.items ?? before.items)]);
		const texts = { ...before.texts, [input.language]: input.text };
		// Nothing but blanks: the language goes.
		if (missingWords(items, input.text).length === items.length + 5) delete texts[input.language];
		const next = { items, texts };
		if (sameForm(before, next)) return { version: before.version };
		if (before.version !== input.seen) throw new Problem('form_changed');
		if (askableLanguages(next).length === 0) throw new Problem('form_empty');
		// The words Mufakat brings along stay readable as what they were: version 1.
		if (!before.madeAt) await useForm(trx, input.studyId, before.id);
		const form = { id: randomUUID(), version: before.version + 1, ...next };
		const { version } = form;
		if (!(await insertForm(trx, input.studyId, form, ctx.actor.accountId)))
			throw new Problem('form_changed');
		await recordAudit(trx, ctx.actor, 'consent.form', {
			studyId: input.studyId,
			subjectId: form.id,
			detail: { version, language: input.language, items: items.length }
		});
		return { version };
	});
}

/** Stored as jsonb, so the order of keys says nothing. */
function sameForm(
	one: Pick<ConsentForm, 'items' | 'texts'>,
	other: Pick<ConsentForm, 'items' | 'texts'>
): boolean {
	const flat = ({ items, texts }: typeof one) =>
		JSON.stringify([
			items,
			Object.keys(texts)
				.sort()
				.map((language) => {
					const { title, intro, closing, yes = '', no = '', items: asked } = texts[language]!;
					const words = Object.entries(asked)
						.filter(([, text]) => text)
						.sort();
					return [language, title, intro, closing, yes, no, words];
				})
		]);
	return flat(one) === flat(other);
}
