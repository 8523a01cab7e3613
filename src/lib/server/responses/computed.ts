import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { isAsked, isComputed } from '#lib/xlsform/areaState.ts';
import type { AnswerContent } from '#lib/xlsform/answers.ts';
import { type Area, type Question, UNSEEN_TYPES } from '#lib/xlsform/definition.ts';
import type { Piece, Session } from '#lib/xlsform/engine/session.ts';
import { valueOfText } from '#lib/xlsform/valueOfText.ts';
import type { Trx } from '../database/database.ts';
import type { LockedResponse, StoredAnswer } from './queries.ts';
import { emptyContent, exposureOfEntries, sameContent } from './saving.ts';

/** What nobody typed and is handed in nevertheless. */
export interface ComputedAnswer extends AnswerContent {
	/** Its answer key. */
	question: string;
}

/** Every question and repeat of an area that is relevant now, by key. */
export function relevantKeys(session: Session, area: Area): Set<string> {
	const keys = new Set<string>();
	const walk = (parts: readonly Piece[]): void => {
		for (const part of parts) {
			if (part.kind === 'question') {
				if (session.question(part.key)?.relevant) keys.add(part.key);
				continue;
			}
			if (!session.section(part.key)?.relevant) continue;
			if (part.kind === 'group') walk(part.parts);
			else {
				keys.add(part.key);
				for (const entry of part.entries) walk(entry.parts);
			}
		}
	};
	walk(session.outline(area.name));
	return keys;
}

/**
 * What expressions make of an area now that no answer says: calculations, defaults nobody
 * touched, and the entries of every repeat, so that what is handed in can be read by itself.
 * A computed value that has become empty is there as `empty`.
 */
export function computedAnswers(
	session: Session,
	area: Area,
	stored: ReadonlyMap<string, AnswerContent>
): ComputedAnswer[] {
	const computed: ComputedAnswer[] = [];
	const walk = (parts: readonly Piece[]): void => {
		for (const part of parts) {
			if (part.kind === 'question') addQuestion(part.key, part.question);
			else if (!session.section(part.key)?.relevant) continue;
			else if (part.kind === 'group') walk(part.parts);
			else {
				const exposure = exposureOfEntries(area, part.section);
				const value = part.entries.map(({ id }) => id);
				computed.push({ question: part.key, status: 'answered', value, reason: null, exposure });
				for (const entry of part.entries) walk(entry.parts);
			}
		}
	};
	const addQuestion = (key: string, question: Question): void => {
		const seen = session.question(key);
		const isOurs = isComputed(question) || (!stored.has(key) && seen?.value !== '');
		// About the device it was filled in on, which is none of ours to keep.
		if (!seen?.relevant || !isOurs || question.type === 'metadata' || question.type === 'note')
			return;
		if (!isAsked(question) && !UNSEEN_TYPES.includes(question.type)) return;
		const value = valueOfText(question, seen.value);
		const exposure = stored.get(key)?.exposure ?? question.exposure;
		computed.push({
			question: key,
			...emptyContent(exposure),
			...(value !== null && { status: 'answered', value })
		});
	};
	walk(session.outline(area.name));
	return computed;
}

/**
 * Keeps what was computed as answers of whoever submits, with their revisions; what is the
 * same as before is left alone.
 */
export async function saveComputed(
	trx: Trx,
	response: LockedResponse,
	accountId: string,
	computed: readonly ComputedAnswer[],
	stored: ReadonlyMap<string, StoredAnswer>
): Promise<void> {
	const writes = computed.flatMap(({ question, ...content }) => {
		const before = stored.get(question);
		if (before ? sameContent(before, content) : content.status === 'empty') return [];
		return {
			answer_id: before?.id ?? randomUUID(),
			question,
			revision: (before?.lastRevision ?? 0) + 1,
			based_on: before?.revision ?? 0,
			...content
		};
	});
	if (writes.length === 0) return;
	await sql`
		with given as (select * from jsonb_to_recordset(${JSON.stringify(writes)}::jsonb) as g (
			answer_id uuid, question text, revision integer, based_on integer, status text, value jsonb,
			reason text, exposure text)),
		written as (insert into answers as a (id, response_id, delegation_id, question, revision, status,
				value, reason, exposure, saved_by)
			select answer_id, ${response.id}::uuid, ${response.delegationId}::uuid, question, revision,
				status, nullif(value, 'null'::jsonb), reason, exposure, ${accountId}::uuid from given
			on conflict (response_id, question) do update set revision = excluded.revision,
				status = excluded.status, value = excluded.value, reason = excluded.reason,
				exposure = excluded.exposure, saved_by = excluded.saved_by, saved_at = now())
		insert into answer_revisions (answer_id, delegation_id, revision, standing, based_on, status,
			value, reason, exposure, saved_by)
		select answer_id, ${response.delegationId}::uuid, revision, 'current', based_on, status,
			nullif(value, 'null'::jsonb), reason, exposure, ${accountId}::uuid from given`.execute(trx);
}
