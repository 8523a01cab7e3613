import type { DatasetFormat, DatasetKind } from '#lib/terms.ts';

const ENDINGS: Record<DatasetFormat, string> = {
	csv_long: '-long.csv',
	csv_wide: '-wide.csv',
	xlsx: '.xlsx'
};

/** Text as a part of a file name that no header and no file system can misread; may be empty. */
function plain(text: string): string {
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[\u0300-\u036F]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 40)
		.replace(/^-+|-+$/g, '');
}

/** `rights-study-2026-public-2026-11-23-long.csv`; names in other scripts fall away. */
export function fileName(of: {
	study: string;
	round: string;
	kind: DatasetKind;
	format: DatasetFormat;
	isInvented: boolean;
	madeAt: Date | null;
}): string {
	const parts = [
		of.isInvented ? 'sample' : '',
		plain(of.study) || 'study',
		plain(of.round),
		of.kind.replace('_', '-'),
		of.madeAt?.toISOString().slice(0, 10) ?? ''
	];
	return parts.filter((part) => part !== '').join('-') + ENDINGS[of.format];
}

/** What a file of this format is. */
export function mediaType(format: DatasetFormat): string {
	return format === 'xlsx'
		? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
		: 'text/csv; charset=utf-8';
}
