import { PDFDocument, StandardFonts } from 'pdf-lib';
import type { Question } from '#lib/xlsform/definition.ts';
import { EXPOSURES, type Exposure, findArea } from '#lib/xlsform/definition.ts';
import { EVIDENCE_KINDS, type EvidenceKind } from '#lib/terms.ts';
import { type EvidenceFile, addEvidence } from '../responses/evidence.ts';
import { CLEANED_TYPES } from '../storage/upload.ts';
import { randomUUID } from 'node:crypto';
import { between, chance, pick } from './chance.ts';
import { type Demo, type Prepared, as } from './stage.ts';

const SOURCES: Record<'en' | 'id', Record<EvidenceKind, readonly string[]>> = {
	en: {
		law: ['a rule on work permits, section 4', 'a circular on employment contracts'],
		statistic: ['a table of work permits by sector', 'a labour survey, table 7'],
		case: ['case notes of a legal aid desk, anonymous', 'a settlement of a wage claim'],
		media: ['a radio report on recruitment fees', 'a newspaper article on housing'],
		study: ['a study on debts of migrant families', 'a survey among returned workers'],
		observation: ['notes of a visit to a dormitory', 'what our hotline heard in one month']
	},
	id: {
		law: ['aturan tentang izin kerja, pasal 4'],
		statistic: ['tabel izin kerja menurut bidang'],
		case: ['catatan kasus meja bantuan hukum, tanpa nama'],
		media: ['laporan radio tentang biaya penempatan'],
		study: ['kajian tentang utang keluarga pekerja migran'],
		observation: ['catatan kunjungan ke tempat tinggal pekerja']
	}
};

/** The areas that carry a real file, by delegation. */
const FILES: Record<string, 'png' | 'pdf'> = { KH: 'png', ID: 'pdf' };
const FILED = 'decent_work';

/** Adds invented sources to some of the answers of an area that want one. */
export async function addSources(demo: Demo, prepared: Prepared): Promise<void> {
	const area = findArea(demo.definition, prepared.area)!;
	const answered = area.questions.filter(
		(question) => prepared.filled[question.name]?.status === 'answered'
	);
	const key = `${prepared.voice.key}|${prepared.voice.year}`;
	const wanting = answered
		.filter((question) => question.evidence && chance(`${key}|${question.name}|source`) < 0.25)
		.slice(0, 3);
	for (const question of wanting) await addSource(demo, prepared, question, null);
	const type = FILES[prepared.voice.key];
	const filed = answered.find((question) => question.evidence) ?? answered[0];
	if (!type || !filed || prepared.area !== FILED || prepared.voice.year === 2018) return;
	const bytes = type === 'png' ? await drawPicture() : await writeDocument();
	const stored = await demo.system.storage.put(bytes);
	await addSource(demo, prepared, filed, {
		...stored,
		mediaType: CLEANED_TYPES[type],
		extension: type
	});
}

async function addSource(
	demo: Demo,
	{ voice, responseId, author, filled }: Prepared,
	question: Question,
	file: EvidenceFile | null
): Promise<void> {
	const key = `${voice.key}|${voice.year}|${question.name}|${file ? 'file' : 'source'}`;
	const kind = pick(`${key}|kind`, EVIDENCE_KINDS);
	const [language, lead] =
		voice.country === 'ID'
			? (['id', 'Contoh sumber'] as const)
			: (['en', 'Sample source'] as const);
	const text = pick(key, SOURCES[language][kind]);
	const mayLink = kind !== 'observation' && kind !== 'case' && !file;
	await addEvidence(as(demo, author), {
		id: randomUUID(),
		responseId,
		question: question.name,
		kind,
		citation: `${lead}: ${text} (${voice.year - between(`${key}|year`, 0, 2)})`,
		link:
			mayLink && chance(`${key}|link`) < 0.6
				? `https://example.org/sample/${between(`${key}|page`, 100, 999)}`
				: null,
		exposure: narrowest(question.exposure, filled[question.name]!.exposure),
		file
	});
}

/** A source never shows more widely than the answer it stands under. */
function narrowest(one: Exposure, other: Exposure): Exposure {
	return EXPOSURES[Math.max(EXPOSURES.indexOf(one), EXPOSURES.indexOf(other))]!;
}

/** A chart without words: no machine needs fonts for it. */
async function drawPicture(): Promise<Uint8Array> {
	const { default: sharp } = await import('sharp');
	const bars = [120, 180, 90, 210, 150].map(
		(height, at) =>
			`<rect x="${40 + at * 70}" y="${260 - height}" width="44" height="${height}" fill="#2f6f62"/>`
	);
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="300">
		<rect width="420" height="300" fill="#fbf8f1"/>${bars.join('')}
		<rect x="30" y="260" width="360" height="2" fill="#333"/></svg>`;
	return new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer());
}

async function writeDocument(): Promise<Uint8Array> {
	const document = await PDFDocument.create({ updateMetadata: false });
	const font = await document.embedFont(StandardFonts.Helvetica);
	const page = document.addPage([420, 300]);
	page.drawText('Sample document', { x: 40, y: 230, size: 22, font });
	page.drawText('Everything in it is invented. It only shows how a file', {
		x: 40,
		y: 190,
		size: 12,
		font
	});
	page.drawText('stands under an answer as its source.', { x: 40, y: 172, size: 12, font });
	return document.save();
}
