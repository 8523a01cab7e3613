import { m } from '#lib/paraglide/messages.js';
import manifest from '../../../../package.json' with { type: 'json' };
import type { Source } from './source.ts';
import type { Cell } from './table.ts';
import { localeFor } from './words.ts';

/**
 * The sheet that says what the workbook is and by which rule things are missing from it. It
 * gives no number of what was left out: with few delegations such a number points at somebody.
 */
export function readMeRows(source: Source, madeAt: Date): Cell[][] {
	const { frame, kind } = source;
	const locale = { locale: localeFor(source.language) };
	const kinds = {
		public: [m.dataset_kind_public({}, locale), m.dataset_rule_public({}, locale)],
		study_team: [m.dataset_kind_study_team({}, locale), m.dataset_rule_study_team({}, locale)],
		working: [m.dataset_kind_working({}, locale), m.dataset_rule_working({}, locale)]
	} as const;
	return [
		...(frame.isInvented ? [[m.dataset_readme_invented({}, locale)]] : []),
		[m.dataset_readme_study({}, locale), frame.study],
		[m.dataset_readme_round({}, locale), frame.round],
		[m.dataset_readme_kind({}, locale), kinds[kind][0]],
		[m.dataset_readme_rule({}, locale), kinds[kind][1]],
		[
			m.dataset_readme_questionnaire({}, locale),
			`${frame.definition.id} ${frame.definition.version}`
		],
		[m.dataset_readme_made({}, locale), madeAt.toISOString()],
		[m.dataset_readme_software({}, locale), `Mufakat ${manifest.version}`],
		[],
		[m.dataset_readme_answers({}, locale), m.dataset_readme_answers_about({}, locale)],
		[m.dataset_readme_wide({}, locale), m.dataset_readme_wide_about({}, locale)],
		[m.dataset_readme_codebook({}, locale), m.dataset_readme_codebook_about({}, locale)],
		[m.dataset_readme_status({}, locale), m.dataset_readme_status_about({}, locale)],
		[m.dataset_readme_delegation({}, locale), m.dataset_readme_delegation_about({}, locale)]
	];
}
