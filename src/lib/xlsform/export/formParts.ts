import type { Definition } from '../definition.ts';
import type { FormNode, FormTree } from './formTree.ts';
import { type WritePathOptions, writePaths } from './references.ts';
import type { Translations } from './translations.ts';

/** What every part of the XForm writer works with. */
export interface FormParts {
	definition: Definition;
	tree: FormTree;
	texts: Translations;
	/** An expression of the sheet as XPath, seen from a node; undefined stays undefined. */
	path(
		expression: string | undefined,
		node: FormNode,
		options?: WritePathOptions
	): string | undefined;
}

export function formPartsOf(
	definition: Definition,
	tree: FormTree,
	texts: Translations
): FormParts {
	return {
		definition,
		tree,
		texts,
		path: (expression, node, options) =>
			expression === undefined ? undefined : writePaths(expression, node, tree, options).trim()
	};
}
