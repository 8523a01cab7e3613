/**
 * One response being filled in: what is asked, required, calculated and wrong, given the
 * answers so far. The page, the server, the command line and the export all ask here, so they
 * cannot disagree (rule R7). Changing an answer computes again only what depends on it.
 *
 * It behaves as ODK's engines do. A questionnaire with a broken expression still works, because
 * a person's work comes first: the question is asked, not required, its answer counts as valid.
 *
 * @see https://getodk.github.io/xforms-spec/
 */
import { UNSEEN_TYPES, type Definition, type Question, type Section } from '../definition.ts';
import { toText } from '../expression/values.ts';
import { type Given, textOfAnswer } from './answerText.ts';
import { choiceName } from './choices.ts';
import type { FormNode } from './formNode.ts';
import { calculate, growTree, isRelevant } from './grow.ts';
import { openLook, type QuestionState, type SectionState } from './look.ts';
import { openEngine, type SessionOptions } from './openEngine.ts';
import { triggersOf } from './plan.ts';
import { isDynamicDefault } from './presets.ts';
import { typedText } from './typedText.ts';

export type { QuestionState, SectionState } from './look.ts';
export type { SessionOptions } from './openEngine.ts';

/** What an area is made of, as a page renders it; also what is not relevant now. */
export type Piece =
	| { kind: 'question'; key: string; question: Question }
	| { kind: 'group'; key: string; section: Section; parts: Piece[] }
	| {
			kind: 'repeat';
			key: string;
			section: Section;
			isCounted: boolean;
			entries: { id: string; parts: Piece[] }[];
	  };

/** What metadata is known without a device. */
const KNOWN_METADATA: ReadonlyMap<string | undefined, string> = new Map([
	['start', 'now()'],
	['today', 'today()']
]);

/** Opens a response; every answer not given yet gets its default. */
export function openSession(definition: Definition, options: SessionOptions) {
	const engine = openEngine(definition, options);
	const { cells, answers, nodes, grown, changed } = engine;
	const look = openLook(engine);
	engine.choiceName = (value, node) => choiceName(engine, value, node);
	const root = growTree(engine);
	/** By repeat: the highest figure an entry was called by. */
	const highest = new Map<string, number>();
	let isOpening = true;

	function setBase(node: FormNode, text: string): void {
		node.base = text;
		cells.touch(node.text!);
	}

	/** The default that is worked out when a response begins or an entry is added. */
	function giveDefault(node: FormNode): void {
		const question = node.plan.question!;
		if (answers.has(node.key)) return;
		const known = question.type === 'metadata' && KNOWN_METADATA.get(question.xlsform_type);
		if (known) {
			if (isOpening) setBase(node, toText(engine.ask(node, known)));
		} else if (!isRelevant(engine, node)) return;
		else if (question.default && isDynamicDefault(question.default, question.type))
			setBase(node, calculate(engine, node, question.default));
	}

	/** A triggered calculation is done when the trigger changes, not when the response begins. */
	function armTrigger(node: FormNode): void {
		const { trigger } = node;
		if (!trigger) return;
		const question = node.plan.question!;
		const run = () => setBase(node, calculate(engine, node, question.calculation || "''"));
		cells.read(trigger);
		trigger.onChange = run;
		// Values nobody sees are not kept between two looks at a response.
		const isLost = UNSEEN_TYPES.includes(question.type) && !answers.has(node.key);
		const sources = triggersOf(question).flatMap((name) => engine.named(node, name));
		if (isLost && sources.some((source) => 'key' in source && answers.has(String(source.key))))
			run();
	}

	/** Computes what is in doubt and brings up what has grown, until nothing is left to do. */
	function tend(): void {
		for (cells.settle(); grown.length > 0; cells.settle()) {
			const questions: FormNode[] = [];
			// Ranges grow entries, and those further nodes, at the end of this very list.
			for (const node of grown)
				if (node.kind === 'range') engine.entriesOf(node);
				else questions.push(node);
			grown.length = 0;
			const alive = questions.filter((node) => nodes.get(node.key) === node);
			for (const node of alive) giveDefault(node);
			for (const node of alive) armTrigger(node);
			for (const node of alive) cells.read(node.text!);
			for (const node of alive) changed.add(node.key);
		}
	}

	function finish(): string[] {
		tend();
		const keys = [...changed];
		changed.clear();
		return keys;
	}

	function setEntries(range: FormNode, ids: readonly string[]) {
		answers.set(range.key, { status: 'answered', value: [...ids] });
		cells.touch(range.entries!);
		return { entries: [...ids], changed: finish() };
	}

	function rangeOf(key: string): FormNode {
		const range = nodes.get(key);
		if (range?.kind !== 'range') throw new Error(`There is no repeat ${key}`);
		return range;
	}

	function piecesOf(parts: readonly FormNode[]): Piece[] {
		return parts.map((part): Piece => {
			const { key, plan } = part;
			if (part.kind === 'question') return { kind: 'question', key, question: plan.question! };
			if (part.kind !== 'range')
				return { kind: 'group', key, section: plan.section!, parts: piecesOf(part.parts) };
			const entries = engine
				.entriesOf(part)
				.map(({ ids, parts: inner }) => ({ id: ids.at(-1)!, parts: piecesOf(inner) }));
			const isCounted = Boolean(plan.section!.count);
			return { kind: 'repeat', key, section: plan.section!, isCounted, entries };
		});
	}

	const areaOf = (name: string) => root.parts[engine.plan.areas.get(name)?.place ?? -1];

	function keysIn(pieces: readonly Piece[]): string[] {
		return pieces.flatMap((piece) => {
			if (piece.kind === 'question') return [piece.key];
			if (piece.kind === 'group') return keysIn(piece.parts);
			return piece.entries.flatMap((entry) => keysIn(entry.parts));
		});
	}

	finish();
	isOpening = false;

	return {
		definition,
		/** The outermost element, for whoever walks the data itself. */
		root,
		engine,

		/**
		 * Takes an answer (undefined: none) and gives the keys, of questions, sections and texts
		 * looked at before, whose state is another now, and those of entries come or gone.
		 */
		setAnswer(key: string, content: Given): string[] {
			answers.set(key, content ?? { status: 'empty', value: null });
			const node = nodes.get(key);
			if (node?.kind === 'range') cells.touch(node.entries!);
			else if (node?.kind === 'question') {
				const question = node.plan.question!;
				node.isGiven = true;
				setBase(node, typedText(question, textOfAnswer(question, content)));
				look.touch(node);
			}
			return finish();
		},

		/**
		 * Adds an entry at the end of a repeat without a count. Two people adding at the same time
		 * need different ids, so the caller draws one; without, the next figure is taken. Gives all
		 * ids, which is the answer to keep under the repeat's key.
		 */
		addEntry(repeatKey: string, id?: string) {
			const range = rangeOf(repeatKey);
			const ids = engine.entriesOf(range).map((entry) => entry.ids.at(-1)!);
			// Never a figure again that was used: its answers would come back.
			const next =
				Math.max(highest.get(repeatKey) ?? 1, ...ids.map((each) => Number(each) || 0)) + 1;
			highest.set(repeatKey, next);
			return setEntries(range, [...ids, id ?? String(next)]);
		},

		/** Takes an entry out; its answers stay with the caller, unasked. Gives as addEntry() does. */
		removeEntry(repeatKey: string, id: string) {
			const range = rangeOf(repeatKey);
			const ids = engine.entriesOf(range).map((entry) => entry.ids.at(-1)!);
			return setEntries(
				range,
				ids.filter((each) => each !== id)
			);
		},

		/** What is true of a question now; undefined where its entry does not exist. */
		question(key: string): QuestionState | undefined {
			const node = nodes.get(key);
			return node?.kind === 'question' ? (look.state(node) as QuestionState) : undefined;
		},

		/** What is true of a group or repeat now; undefined where there is none. */
		section(key: string): SectionState | undefined {
			const node = nodes.get(key);
			return node && node.kind !== 'question' ? (look.state(node) as SectionState) : undefined;
		},

		/** Whether an area asks anything at all. */
		isAreaRelevant(area: string): boolean {
			const node = areaOf(area);
			return node !== undefined && isRelevant(engine, node);
		},

		/** The parts of an area in order, with the entries there are now. */
		outline: (area: string): Piece[] => piecesOf(areaOf(area)?.parts ?? []),

		/** The answer keys of an area's questions in order, those of every entry. */
		keysOf: (area: string): string[] => keysIn(piecesOf(areaOf(area)?.parts ?? [])),

		/** A label or hint of the question or section under `key`, the values of `${name}` filled in. */
		text(key: string, text: string): string {
			const node = nodes.get(key);
			return node ? look.fill(node, text) : text;
		}
	};
}

export type Session = ReturnType<typeof openSession>;
