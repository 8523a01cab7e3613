import type { ReportChapter } from '../report/reports.ts';

/** What the demo's reports say beside what is drawn; short, and each a sample. */
export const REPORT_TEXTS = {
	foreword: (label: string) =>
		`Sample foreword: organisations of each country say on which side of migration theirs stands.[@${label}]`,
	method: (label: string) =>
		`Sample method: the questions were the same in every country.[@${label}]`,
	recommendations: (label: string) =>
		`1. Sample recommendation: ask countries of origin and of destination together.[@${label}]\n2. Sample recommendation: ask again after some years.[@${label}]`,
	heard: (label: string) =>
		`Sample finding: what was written was heard in the meeting, too.[@${label}]`,
	/** Nobody has said where it is from, so that the page of what is missing has something. */
	gap: 'Sample: this sentence still needs its source.'
};

/** The finding at the head of a chapter on an area or a country. */
export function findingOf({ kind, title }: ReportChapter, label: string): string {
	return kind === 'country'
		? `Sample finding: one answer from ${title} stands for many.[@${label}]`
		: `Sample finding: on “${title.toLocaleLowerCase('en')}” practice and law differ.[@${label}]`;
}
