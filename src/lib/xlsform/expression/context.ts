/**
 * What an expression is evaluated in. The evaluator knows no questionnaire and no XML: only
 * nodes with names, values and children, and the few things a form has to be asked for.
 */

/** A node of the data a path walks over. Getters may notice that they were read. */
export interface PathNode {
	readonly name: string;
	/** null for the root above the form's outermost element. */
	readonly parent: PathNode | null;
	readonly children: readonly PathNode[];
	/** The string value; '' where the node is not relevant; of inner nodes, their leaves' joined. */
	readonly value: string;
}

export interface ExpressionContext {
	/** `.` and where relative paths start; null where an expression stands alone. */
	readonly node: PathNode | null;
	/** Where absolute paths start: the root above the form's outermost element. */
	readonly root: PathNode | null;
	/** The nodes `${name}` means, seen from `node`: inside a repeat, those of the same entry. */
	named(name: string): readonly PathNode[];
	/** The root of instance('id'), above its outermost element; null where there is none. */
	instance(id: string): PathNode | null;
	/** Milliseconds since 1970 in UTC. */
	now(): number;
	/** IANA name, for example `Asia/Jakarta`. */
	readonly timeZone: string;
	/** From 0 up to but not including 1. */
	random(): number;
	/** jr:choice-name(): the label of a choice of the question that the path names. */
	choiceName(value: string, question: PathNode | null): string;
	/** jr:itext(): the text with this id in the language of the page. */
	itext(id: string): string;
}
