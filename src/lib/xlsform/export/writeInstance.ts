/** The primary instance: the empty response, with a template for every repeat. */
import { isDynamicDefault } from './defaults.ts';
import { extraAttributes } from './extraAttributes.ts';
import { auditOf, hasInstanceId } from './meta.ts';
import type { FormParts } from './formParts.ts';
import { type FormNode, isExternalTable } from './formTree.ts';
import { type Attributes, element, escapeText } from './xml.ts';

export function writeInstance(parts: FormParts): string {
	const { definition, tree } = parts;
	const settings = definition.settings ?? {};
	const meta = element(
		'meta',
		{},
		...(auditOf(definition) ? [element('audit', {})] : []),
		...(hasInstanceId(definition) ? [element('instanceID', {})] : []),
		...(settings.instance_name ? [element('instanceName', {})] : [])
	);
	const root = element(
		tree.root.element,
		{
			...extraAttributes(settings, 'attribute'),
			id: definition.id,
			xmlns: settings.instance_xmlns,
			version: definition.version || undefined,
			'odk:prefix': settings.prefix,
			'odk:delimiter': settings.delimiter
		},
		...tree.root.children.map((node) => writeNode(node, parts, 'data')),
		meta
	);
	return element('instance', {}, root);
}

/**
 * Where a node is written: in the data outside repeats, where a repeat shows its template before
 * its first entry; in an entry, which has no templates of its own; or in a template, which has
 * nothing but templates in it.
 */
type Place = 'data' | 'entry' | 'template';

function writeNode(node: FormNode, parts: FormParts, place: Place): string {
	if (node.question) {
		if (isExternalTable(node.question)) return '';
		const preset = node.question.default;
		const isWritten = preset !== undefined && !isDynamicDefault(preset, node.question.type);
		return element(
			node.element,
			instanceAttributes(node, parts),
			isWritten ? escapeText(preset) : ''
		);
	}
	const write = (where: Place, attributes: Attributes): string =>
		element(
			node.element,
			attributes,
			...node.children.map((child) => writeNode(child, parts, where))
		);
	if (node.kind !== 'repeat') return write(place, instanceAttributes(node, parts));
	const template = write('template', { 'jr:template': '' });
	if (place === 'template') return template;
	return (place === 'data' ? template : '') + write('entry', {});
}

function instanceAttributes(node: FormNode, parts: FormParts): Record<string, string> {
	const extra = (node.question ?? node.section ?? node.area)?.extra;
	return Object.fromEntries(
		Object.entries(extraAttributes(extra, 'instance')).map(([key, value]) => [
			key,
			parts.path(value, node) ?? value
		])
	);
}
