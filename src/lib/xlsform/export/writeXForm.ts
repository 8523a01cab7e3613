/**
 * A questionnaire as ODK XForm, the XML that Collect, Enketo and Web Forms open: the same
 * questions, choices, texts and expressions, written as the reference converter writes them.
 *
 * @see https://getodk.github.io/xforms-spec/
 */
import { type Definition, textIn } from '../definition.ts';
import { formPartsOf } from './formParts.ts';
import { formTreeOf } from './formTree.ts';
import { translationsOf } from './translations.ts';
import { writeModelActions } from './writeActions.ts';
import { writeBinds } from './writeBinds.ts';
import { writeBody } from './writeBody.ts';
import { writeInstance } from './writeInstance.ts';
import { writeSecondaryInstances } from './writeSecondary.ts';
import { element, escapeText } from './xml.ts';

const NAMESPACES = {
	xmlns: 'http://www.w3.org/2002/xforms',
	'xmlns:h': 'http://www.w3.org/1999/xhtml',
	'xmlns:ev': 'http://www.w3.org/2001/xml-events',
	'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
	'xmlns:jr': 'http://openrosa.org/javarosa',
	'xmlns:orx': 'http://openrosa.org/xforms',
	'xmlns:odk': 'http://www.opendatakit.org/xforms'
};

/** The whole document. Never throws; names in `${}` that nothing bears stay as they are. */
export function writeXForm(definition: Definition): string {
	const tree = formTreeOf(definition);
	const texts = translationsOf(definition, tree);
	const parts = formPartsOf(definition, tree, texts);
	// itext stands first but knows its texts only when everything else is written.
	const content = [
		writeInstance(parts),
		writeSecondaryInstances(parts),
		writeBinds(parts),
		writeModelActions(parts)
	];
	const body = writeBody(parts);
	const title = textIn(definition.title, definition.default_language) || definition.id;
	return (
		'<?xml version="1.0"?>\n' +
		element(
			'h:html',
			NAMESPACES,
			element(
				'h:head',
				{},
				element('h:title', {}, escapeText(title)),
				element(
					'model',
					{ 'odk:xforms-version': '1.0.0' },
					writeSubmission(definition),
					texts.xml(),
					...content
				)
			),
			body
		) +
		'\n'
	);
}

function writeSubmission({ settings }: Definition): string {
	const { submission_url, public_key, auto_send, auto_delete } = settings ?? {};
	if (!submission_url && !public_key && !auto_send && !auto_delete) return '';
	return element('submission', {
		action: submission_url || undefined,
		method: submission_url ? 'post' : undefined,
		base64RsaPublicKey: public_key || undefined,
		'orx:auto-send': auto_send || undefined,
		'orx:auto-delete': auto_delete || undefined
	});
}
