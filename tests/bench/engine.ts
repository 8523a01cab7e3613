import { existsSync, readFileSync } from 'node:fs';
import { aseanBaseline } from '#lib/questionnaires/aseanBaseline.ts';
import { readWorkbook } from '#lib/server/workbooks/readWorkbook.ts';
import type { Definition, Question } from '#lib/xlsform/definition.ts';
import { openSession, type Session } from '#lib/xlsform/engine/session.ts';
import { parseSheets } from '#lib/xlsform/import/parseSheets.ts';
import { report, summarise } from './measure.ts';

/** The largest real questionnaire of the collection beside the checkout, about 560 elements. */
const LARGEST = '../shared/corpus/xlsform/impact-initiatives+Idem__inst__extdata__form.xlsx';
const NOW = Date.UTC(2026, 10, 23, 8, 30);
const ROUNDS = 10;

async function readForms(): Promise<[name: string, definition: Definition][]> {
	const baseline: [string, Definition] = ['the ASEAN baseline', aseanBaseline];
	if (!existsSync(LARGEST)) return [baseline];
	const sheets = await readWorkbook(new Uint8Array(readFileSync(LARGEST)), 'form.xlsx');
	const { definition } = parseSheets(sheets, { fileName: 'form.xlsx' });
	return definition
		? [['the largest workbook of the collection', definition], baseline]
		: [baseline];
}

const keysOf = (session: Session, { areas }: Definition) =>
	areas.flatMap((area) => session.keysOf(area.name));

/** Opens a response and looks at every question: what a change would cost without the graph. */
function evaluateAll(definition: Definition): Session {
	const session = openSession(definition, { now: NOW });
	for (const key of keysOf(session, definition)) session.question(key);
	return session;
}

function answerTo(definition: Definition, question: Question, round: number) {
	const choices = question.list ? (definition.choices[question.list] ?? []) : [];
	const text = choices[round % Math.max(1, choices.length)]?.name ?? String(round);
	const value = /^(select_multiple|rank)$/.test(question.type) ? [text] : text;
	return { status: 'answered' as const, value };
}

/** One answer after another, every question in turn, against evaluating everything anew. */
export async function measureEngine(): Promise<void> {
	for (const [name, definition] of await readForms()) {
		const full: number[] = [];
		const single: number[] = [];
		const timed = (into: number[], work: () => void) => {
			const before = performance.now();
			work();
			into.push(performance.now() - before);
		};
		evaluateAll(definition);
		for (let round = 0; round < ROUNDS * 3; round++) timed(full, () => evaluateAll(definition));
		const session = evaluateAll(definition);
		const questions = definition.areas.flatMap((area) => area.questions);
		for (let round = 0; round < ROUNDS; round++)
			for (const question of questions)
				if (session.question(question.name))
					timed(single, () =>
						session.setAnswer(question.name, answerTo(definition, question, round))
					);
		const total = (durations: number[]) => durations.reduce((so, each) => so + each, 0);
		const after = summarise(single, total(single));
		const reference = summarise(full, total(full));
		report(`one answer in ${name}`, {
			elements: session.engine.nodes.size,
			...after,
			worst: Number(Math.max(...single).toFixed(2)),
			reference: { what: 'evaluating the whole questionnaire', ...reference },
			ratio: Number((after.p50 / reference.p50).toFixed(4))
		});
	}
}
