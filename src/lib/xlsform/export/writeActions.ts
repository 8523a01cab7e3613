/** Values set by events: computed defaults, calculations with a trigger, devices. */
import { isDynamicDefault } from './defaults.ts';
import { deviceActionOf } from './controls.ts';
import type { FormParts } from './formParts.ts';
import { type FormNode, isInRepeat, pathOf } from './formTree.ts';
import { element } from './xml.ts';

const FIRST_LOAD = 'odk-instance-first-load';
const NEW_ENTRY = 'odk-new-repeat';

const hasDynamicDefault = ({ question }: FormNode): boolean =>
	question?.default !== undefined && isDynamicDefault(question.default, question.type);

/** Actions of the model: what happens once, when a response begins. */
export function writeModelActions(parts: FormParts): string {
	return parts.tree.nodes
		.map((node) => {
			const device = node.question && deviceActionOf(node.question);
			if (device)
				return element(device, {
					ref: pathOf(node),
					event: device === 'odk:recordaudio' ? 'odk-instance-load' : FIRST_LOAD,
					'odk:quality': node.question?.parameters?.quality
				});
			return hasDynamicDefault(node) ? setDefault(node, parts, FIRST_LOAD) : '';
		})
		.join('');
}

/** Actions of a repeat: the computed defaults of a new entry, nested repeats left to themselves. */
export function writeRepeatActions(repeat: FormNode, parts: FormParts): string {
	const within = (node: FormNode): FormNode[] =>
		node.children.flatMap((child) => (child.kind === 'repeat' ? [] : [child, ...within(child)]));
	return within(repeat)
		.filter((node) => hasDynamicDefault(node) && isInRepeat(node))
		.map((node) => setDefault(node, parts, NEW_ENTRY))
		.join('');
}

function setDefault(node: FormNode, parts: FormParts, event: string): string {
	return element('setvalue', {
		event,
		ref: pathOf(node),
		value: parts.path(node.question?.default, node)
	});
}

/** Actions inside the control of a question: what is computed anew when it is changed. */
export function writeTriggeredActions(node: FormNode, parts: FormParts): string {
	return parts.tree.nodes
		.filter((target) => isTriggeredBy(target, node, parts))
		.map((target) =>
			element('setvalue', {
				event: 'xforms-value-changed',
				ref: pathOf(target),
				value: parts.path(target.question?.calculation, node)
			})
		)
		.join('');
}

function isTriggeredBy(target: FormNode, node: FormNode, { tree }: FormParts): boolean {
	const names = [...(target.question?.trigger ?? '').matchAll(/\$\{\s*([^{}]*?)\s*\}/g)];
	return names.some(([, name]) => name !== undefined && tree.find(name) === node);
}
