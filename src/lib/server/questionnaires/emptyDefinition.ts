import type { Definition } from '#lib/xlsform/definition.ts';

/** A questionnaire nobody has written anything into: a title, one area, English. */
export function emptyDefinition(title: string): Definition {
	const id = title
		.toLowerCase()
		.normalize('NFKD')
		.replaceAll(/[^a-z0-9]+/g, '_')
		.replaceAll(/^_+|_+$/g, '')
		.slice(0, 60);
	return {
		id: /^[a-z]/.test(id) ? id : `form_${id}`.replace(/_$/, ''),
		version: '1',
		title: { en: title },
		default_language: 'en',
		languages: ['en'],
		choices: {},
		areas: [
			{
				name: 'area_1',
				number: 1,
				title: { en: 'Area 1' },
				short: { en: 'Area 1' },
				intro: { en: '' },
				kind: 'issue',
				questions: []
			}
		]
	};
}
