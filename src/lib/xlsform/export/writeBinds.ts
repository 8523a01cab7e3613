/** One `bind` per element that has a type or an expression, in document order. */
import type { Question } from '../definition.ts';
import { controlOf, preloadOf } from './controls.ts';
import { extraAttributes } from './extraAttributes.ts';
import type { FormParts } from './formParts.ts';
import { type FormNode, isExternalTable, pathOf } from './formTree.ts';
import { auditOf, hasInstanceId } from './meta.ts';
import { type Attributes, element } from './xml.ts';

export function writeBinds(parts: FormParts): string {
	const { tree } = parts;
	return tree.nodes.map((node) => writeBind(node, parts)).join('') + writeMetaBinds(parts);
}

const condition = (value: boolean | string | undefined): string | undefined =>
	value === true ? 'true()' : value || undefined;

function writeBind(node: FormNode, parts: FormParts): string {
	const { path } = parts;
	const nodeset = pathOf(node);
	if (node.question) {
		if (isExternalTable(node.question)) return '';
		return element('bind', { nodeset, ...questionAttributes(node.question, node, parts) });
	}
	const group = node.section ?? node.area;
	const own: Attributes = {
		relevant: path(group?.relevant, node),
		readonly: path(condition(node.section?.read_only), node),
		...extraAttributes(group?.extra, 'bind')
	};
	return Object.values(own).some((each) => each !== undefined)
		? element('bind', { nodeset, ...own })
		: '';
}

function questionAttributes(question: Question, node: FormNode, parts: FormParts): Attributes {
	const { path, texts } = parts;
	const nodeset = pathOf(node);
	const preload = question.type === 'metadata' ? preloadOf(question) : null;
	const isNote = question.type === 'note' && question.read_only === undefined;
	const parameters = question.parameters ?? {};
	return {
		type: preload?.type ?? controlOf(question).type,
		readonly: isNote ? 'true()' : path(condition(question.read_only), node),
		required: path(condition(question.required), node),
		relevant: path(question.relevant, node),
		constraint: path(question.constraint, node),
		'jr:constraintMsg': texts.message(
			`${nodeset}:jr:constraintMsg`,
			question.constraint_message,
			node
		),
		'jr:requiredMsg': texts.message(`${nodeset}:jr:requiredMsg`, question.required_message, node),
		// With a trigger the expression stands in the action of the question that triggers it.
		calculate: question.trigger ? undefined : path(question.calculation, node),
		'jr:preload': preload?.preload,
		'jr:preloadParams': preload?.parameter,
		'orx:max-pixels': parameters['max-pixels'],
		'odk:quality': question.type === 'metadata' ? undefined : parameters.quality,
		'odk:allow-mock-accuracy': parameters['allow-mock-accuracy'],
		...extraAttributes(question.extra, 'bind')
	};
}

function writeMetaBinds({ definition, tree, path }: FormParts): string {
	const meta = `/${tree.root.element}/meta`;
	const settings = definition.settings ?? {};
	const audit = auditOf(definition);
	const auditOptions = Object.fromEntries(
		Object.entries(audit?.parameters ?? {}).map(([key, value]) => [`odk:${key}`, value])
	);
	return [
		audit ? element('bind', { nodeset: `${meta}/audit`, type: 'binary', ...auditOptions }) : '',
		hasInstanceId(definition)
			? element('bind', {
					nodeset: `${meta}/instanceID`,
					type: 'string',
					readonly: 'true()',
					'jr:preload': 'uid'
				})
			: '',
		settings.instance_name
			? element('bind', {
					nodeset: `${meta}/instanceName`,
					type: 'string',
					calculate: path(settings.instance_name, tree.root)
				})
			: ''
	].join('');
}
