import { randomUUID } from 'node:crypto';
import type { Area } from '#lib/xlsform/definition.ts';
import { asSystem } from '../database/asActor.ts';
import { saveAnswers } from '../responses/answer.ts';
import { setDelegationStatus } from '../studies/delegations.ts';
import { markEarlierAnswers } from './carry.ts';
import { chance } from './chance.ts';
import { disagree } from './disagree.ts';
import { type Filled, fillArea } from './fillArea.ts';
import { leaderOf } from './people.ts';
import type { PlannedDelegation, Stage } from './plan.ts';
import { moveOn } from './review.ts';
import { addSources } from './sources.ts';
import { type Demo, type DemoRound, type Prepared, as } from './stage.ts';
import { dateAnswers, dateRound, timesOf } from './times.ts';

/** What the tour of the demo fills in: a nearly complete area with one required answer missing. */
const LEFT_OPEN: Record<string, readonly string[]> = {
	'KH standards': ['q7_4_laws', 'q7_9_steps']
};

/** Answers, sources, review and status of every delegation of a round, as the plan has them. */
export async function fillRound(demo: Demo, round: DemoRound): Promise<void> {
	const prepared: Prepared[] = [];
	for (const delegation of round.plan.delegations)
		prepared.push(...(await writeDrafts(demo, round, delegation)));
	await dateAnswers(demo, prepared);
	await markEarlierAnswers(demo, round, prepared);
	// Countries mixed, as they come in; the one the tour follows comes last.
	const order = ({ delegation, area }: Prepared) =>
		chance(`${delegation.key}|${area}|turn`) + (delegation.key === 'KH' ? 1 : 0);
	for (const one of prepared.toSorted((left, right) => order(left) - order(right)))
		await moveOn(demo, round, one);
	for (const { key, status } of round.plan.delegations)
		if (status !== 'active')
			await setDelegationStatus(as(demo, 'coordinator'), round.delegations[key]!, {
				status,
				// Why it is not safe to take part is asked of nobody.
				reason: status === 'withdrawn_for_safety' ? '' : 'Sample reason: told us by e-mail.'
			});
	await dateRound(demo, round, prepared);
}

async function writeDrafts(
	demo: Demo,
	round: DemoRound,
	delegation: PlannedDelegation
): Promise<Prepared[]> {
	const delegationId = round.delegations[delegation.key]!;
	const responses = await listResponses(demo, delegationId);
	const voice = { key: delegation.key, country: delegation.country, year: round.plan.year };
	const today = demo.system.now().toISOString().slice(0, 10);
	const prepared: Prepared[] = [];
	let known: Filled = {};
	for (const [at, area] of demo.definition.areas.entries()) {
		const stage = delegation.stages[at] ?? 'n';
		if (stage === 'n') continue;
		const all = fillArea(demo.definition, area, voice, known, today);
		const one: Prepared = {
			delegation,
			delegationId,
			responseId: responses[area.name]!,
			area: area.name,
			stage,
			voice,
			author: delegation.key === 'KH' && at % 2 === 1 ? 'kh2' : leaderOf(delegation.key),
			filled: asFarAs(all, stage, LEFT_OPEN[`${delegation.key} ${area.name}`] ?? []),
			times: timesOf(demo.system.now(), voice.year, `${delegation.key}|${area.name}`, stage)
		};
		await save(demo, one, area);
		await addSources(demo, one);
		known = { ...known, ...one.filled };
		prepared.push(one);
	}
	if (delegation.key === 'KH' && voice.year > 2018) await disagree(demo, prepared);
	return prepared;
}

async function listResponses(demo: Demo, delegationId: string): Promise<Record<string, string>> {
	const rows = await asSystem(demo.system.db, (trx) =>
		trx
			.selectFrom('responses')
			.select(['id', 'area'])
			.where('delegation_id', '=', delegationId)
			.execute()
	);
	return Object.fromEntries(rows.map(({ id, area }) => [area, id]));
}

/** Of a draft, the first answers up to its share. */
function asFarAs(filled: Filled, stage: Stage, open: readonly string[]): Filled {
	if (!stage.startsWith('d')) return filled;
	const entries = Object.entries(filled).filter(([name]) => !open.includes(name));
	const many = Math.max(1, Math.round((entries.length * Number(stage.slice(1))) / 100));
	return Object.fromEntries(entries.slice(0, many));
}

async function save(demo: Demo, { responseId, author, filled }: Prepared, area: Area) {
	const { answers } = await saveAnswers(as(demo, author), {
		responseId,
		saveId: randomUUID(),
		answers: Object.entries(filled).map(([question, content]) => ({
			...content,
			question,
			base: 0
		}))
	});
	const refused = answers.filter((answer) => answer.result !== 'saved');
	if (refused.length > 0)
		throw new Error(
			`Demo answers of ${area.name} were not saved: ${refused.map(({ question, code }) => `${question} ${code}`).join(', ')}`
		);
}
