import { sql } from 'kysely';
import type { Trx } from '../database/database.ts';
import { withinSystem } from '../database/withinSystem.ts';

/** Fewer signs in common are a phrase of the field, not a citation. */
const LONG = 40;
const SHORTEST = 16;

const plain = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * Which of some texts (memos, examples of codes) cite words that may not leave: forty signs in a
 * row, or a whole turn of sixteen and more. Gives their places. A team's own notes are free text,
 * and consent that stopped at the transcript would stop nowhere.
 */
export function findCitations(texts: readonly string[], withheld: Iterable<string>): Set<number> {
	const own = texts.map(plain);
	const windows = new Map<string, number[]>();
	for (const [at, text] of own.entries())
		for (let from = 0; from + LONG <= text.length; from += 1) {
			const window = text.slice(from, from + LONG);
			const places = windows.get(window);
			if (!places) windows.set(window, [at]);
			else if (places.at(-1) !== at) places.push(at);
		}
	const all = own.join('\n');
	const found = new Set<number>();
	for (const words of withheld) {
		const said = plain(words);
		if (said.length < SHORTEST) continue;
		if (said.length <= LONG) {
			if (all.includes(said))
				for (const [at, text] of own.entries()) if (text.includes(said)) found.add(at);
			continue;
		}
		for (let from = 0; from + LONG <= said.length; from += 1)
			for (const at of windows.get(said.slice(from, from + LONG)) ?? []) found.add(at);
	}
	return found;
}

/**
 * All words of participants in a study that may not be quoted, whoever asks: read as the system to
 * be compared with, and handed to nobody. The caller has authorised the actor.
 */
export async function listWithheldWords(trx: Trx, studyId: string): Promise<string[]> {
	return withinSystem(trx, async () => {
		const found = await sql<{ words: string }>`select words from (
				select t.body as words from turns t left join turn_levels l on l.turn_id = t.id
				where t.study_id = ${studyId}::uuid and coalesce(l.level, 0) < 2 and t.speaker <> 'facilitator'
				union all
				select t.translation from turns t left join turn_levels l on l.turn_id = t.id
				left join participants p on p.id = t.participant_id
				where t.study_id = ${studyId}::uuid and t.translation is not null
					and t.speaker <> 'facilitator'
					and (coalesce(l.level, 0) < 2 or not coalesce(p.translation_allowed, false))) x
			where length(words) >= ${SHORTEST}`.execute(trx);
		return found.rows.map(({ words }) => words);
	});
}
