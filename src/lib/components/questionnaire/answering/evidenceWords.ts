import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Exposure } from '#lib/xlsform/definition.ts';
import { formatNumber } from '#lib/xlsform/format.ts';

const kinds: Record<string, () => string> = {
	law: m.respond_kind_law,
	statistic: m.respond_kind_statistic,
	case: m.respond_kind_case,
	media: m.respond_kind_media,
	study: m.respond_kind_study,
	observation: m.respond_kind_observation
};

/** A kind of evidence in words. */
export function kindWords(kind: string): string {
	return kinds[kind]?.() ?? kind;
}

/** Who may see a piece of evidence, in words that leave no doubt (rule R4). */
export function exposureWords(exposure: Exposure): string {
	switch (exposure) {
		case 'public':
			return m.respond_exposure_public();
		case 'study_team':
			return m.respond_exposure_study_team();
		case 'coordinators':
			return m.respond_exposure_coordinators();
	}
}

/** “PDF, 2.1 MB”. `size` in bytes. */
export function fileWords({ extension, size }: { extension: string; size: number }): string {
	const isSmall = size < 100_000;
	const figure = isSmall ? Math.max(1, Math.round(size / 1000)) : Math.round(size / 100_000) / 10;
	return `${extension.toUpperCase()}, ${formatNumber(figure, getLocale())} ${isSmall ? 'KB' : 'MB'}`;
}
