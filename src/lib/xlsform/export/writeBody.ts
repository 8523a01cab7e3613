/** The body of an XForm: groups, repeats and the controls of the questions. */
import type { Question } from '../definition.ts';
import { controlOf, isAsked, isSelectExternal } from './controls.ts';
import { extraAttributes } from './extraAttributes.ts';
import type { FormParts } from './formParts.ts';
import { elementCountOf, type FormNode, pathOf } from './formTree.ts';
import { writeItems } from './writeItems.ts';
import { writeRepeatActions, writeTriggeredActions } from './writeActions.ts';
import { element } from './xml.ts';

export function writeBody(parts: FormParts): string {
	return element(
		'h:body',
		{ class: parts.definition.settings?.style || undefined },
		...writeChildren(parts.tree.root, parts)
	);
}

const writeChildren = (node: FormNode, parts: FormParts): string[] =>
	node.children.map((child) =>
		child.question ? writeQuestion(child.question, child, parts) : writeGroup(child, parts)
	);

function writeGroup(node: FormNode, parts: FormParts): string {
	const { texts, path } = parts;
	const ref = pathOf(node);
	const group = node.section ?? node.area;
	const label = texts.shown('label', `${ref}:label`, node.section?.label ?? node.area?.title, node);
	const own = {
		appearance: group?.appearance,
		...extraAttributes(group?.extra, 'control', 'body')
	};
	if (node.kind !== 'repeat')
		return element('group', { ...own, ref }, label, ...writeChildren(node, parts));
	const count = node.section?.count ? elementCountOf(node) : undefined;
	const repeat = element(
		'repeat',
		{
			nodeset: ref,
			'jr:count': path(count, node),
			'jr:noAddRemove': count === undefined ? undefined : 'true()',
			...own
		},
		...writeChildren(node, parts),
		writeRepeatActions(node, parts)
	);
	return label === ''
		? element('group', { ref, ...own }, repeat)
		: element('group', { ref }, label, repeat);
}

function writeQuestion(question: Question, node: FormNode, parts: FormParts): string {
	if (!isAsked(question)) return '';
	const { texts, path } = parts;
	const ref = pathOf(node);
	const { tag, mediatype } = controlOf(question);
	const { start, end, step, rows, ...parameters } = question.parameters ?? {};
	const isRange = tag === 'range';
	const query = isSelectExternal(question)
		? `instance('${question.list ?? ''}')/root/item${question.choice_filter ? `[${path(question.choice_filter, node, { current: true })}]` : ''}`
		: undefined;
	return element(
		tag,
		{
			ref,
			mediatype,
			appearance: appearanceOf(question),
			query,
			start: isRange ? (start ?? '1') : undefined,
			end: isRange ? (end ?? '10') : undefined,
			step: isRange ? (step ?? '1') : undefined,
			rows,
			accuracyThreshold: parameters['capture-accuracy'],
			unacceptableAccuracyThreshold: parameters['warning-accuracy'],
			...extraAttributes(question.extra, 'control', 'body')
		},
		texts.shown('label', `${ref}:label`, question.label, node, { media: question.media }),
		texts.shown('hint', `${ref}:hint`, question.hint, node, { guidance: question.guidance_hint }),
		query === undefined && ['select', 'select1', 'odk:rank'].includes(tag)
			? writeItems(question, node, parts)
			: '',
		writeTriggeredActions(node, parts)
	);
}

/** Our own types look as near as other tools can show them. */
export function appearanceOf(question: Question): string | undefined {
	const own = { scale: 'likert', long_text: 'multiline', matrix: 'multiline', treaty: 'multiline' };
	const added = own[question.type as keyof typeof own];
	const words = (question.appearance ?? '').split(/\s+/).filter((word) => word !== '');
	if (added && !words.includes(added)) words.push(added);
	return words.length > 0 ? words.join(' ') : undefined;
}
