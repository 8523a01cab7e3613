import { parseClock } from './clock.ts';
import { type Cue, type TranscriptWarning, warn } from './cue.ts';

type Column = 'id' | 'start' | 'end' | 'speaker' | 'text' | 'translation';

/** What people call the columns of a transcript, in English and Indonesian. */
const COLUMNS: Record<Column, string> = {
	id: 'id|no|nr|number|nomor|#|line|row|baris|turn|cue|index',
	start:
		'time|start|start time|starttime|start_time|timestamp|timecode|time code|begin|from|in|in point|at|waktu|mulai|awal|jam|kode waktu|waktu mulai|dari',
	end: 'end|end time|endtime|end_time|stop|to|out|out point|selesai|akhir|waktu selesai|sampai',
	speaker:
		'speaker|speakers|name|who|participant|person|voice|speaker name|interviewee|pembicara|penutur|nama|peserta|siapa|nama pembicara|narasumber|partisipan',
	text: 'text|original|original text|transcript|transcription|utterance|content|words|said|speech|body|segment|quote|teks|teks asli|asli|ucapan|ujaran|transkrip|transkripsi|isi|kata|kalimat|kutipan',
	translation:
		'translation|translated|translated text|text translation|english|in english|english translation|terjemahan|teks terjemahan|bahasa inggris|inggris|terjemahan inggris'
};
const NAMES = new Map(
	Object.entries(COLUMNS).flatMap(([column, names]) =>
		names.split('|').map((name) => [name, column as Column])
	)
);

type Places = Partial<Record<Column, number>>;

/** The columns a row of heads names, where it names the words and anything beside them. */
export function columnsOf(row: readonly string[]): Places | null {
	const places: Places = {};
	// A line that was spoken may name all of them too.
	if (row.some((cell) => cell.length > 60 || /[:：]\s*\S/u.test(cell))) return null;
	row.forEach((cell, at) => {
		const column = NAMES.get(
			cell
				.replaceAll(/[\u200B\uFEFF*_]/g, '')
				.trim()
				.toLowerCase()
				.replace(/\s*[([].{0,40}[)\]]$|[.:：៖]$/gu, '')
				.replaceAll(/\s+/g, ' ')
		);
		if (column && places[column] === undefined) places[column] = at;
	});
	if (places.text === undefined && places.translation !== undefined) {
		places.text = places.translation;
		delete places.translation;
	}
	return places.text !== undefined && Object.keys(places).length >= 2 ? places : null;
}

/** The rows of a table as cues; null where it is no transcript: fewer than two columns, or no words. */
export function cuesOfRows(
	rows: readonly (readonly string[])[],
	warnings: TranscriptWarning[]
): Cue[] | null {
	const head = rows.slice(0, 5).findIndex((row) => columnsOf(row) !== null);
	const body = rows.slice(head + 1).filter((row) => row.some((cell) => cell.trim() !== ''));
	const places = head === -1 ? guessColumns(body) : columnsOf(rows[head]!)!;
	if (!places) return null;
	if (head === -1)
		warn(
			warnings,
			'columns_guessed',
			'The table does not say what its columns are; look whether they were taken rightly.'
		);
	const cell = (row: readonly string[], column: Column) =>
		places[column] === undefined ? '' : (row[places[column]] ?? '').trim();
	const scale = scaleOf(
		body.flatMap((row) => [cell(row, 'start'), cell(row, 'end')]),
		warnings
	);
	const cues: Cue[] = [];
	for (const row of body) {
		const text = cell(row, 'text');
		const translation = cell(row, 'translation');
		const [start, end] = timesOf(cell(row, 'start'), cell(row, 'end'), scale);
		const speaker = cell(row, 'speaker')
			.replace(/[:：៖]$/u, '')
			.trim();
		const last = cues.at(-1);
		if (text === '' && translation === '') continue;
		// A row without who and when goes on with the one before it.
		if (
			last &&
			speaker === '' &&
			start === null &&
			cell(row, 'id') === '' &&
			places.speaker !== undefined
		) {
			last.text = continued(last.text, text);
			if (places.translation !== undefined)
				last.translation = continued(last.translation ?? '', translation);
			continue;
		}
		cues.push({
			id: cell(row, 'id') || null,
			start,
			end,
			speaker: speaker || null,
			text,
			...(places.translation === undefined ? {} : { translation })
		});
	}
	return cues;
}

const continued = (before: string, more: string) =>
	before === '' || more === '' ? before + more : `${before}\n${more}`;

/** Times of a row; the first may be a range. */
function timesOf(first: string, second: string, scale: number): [number | null, number | null] {
	const range = /^([^\s–—-]{1,20})\s{0,3}(?:-->|->|[-–—])\s{0,3}(\S{1,20})$/u.exec(first);
	if (range && second === '') return [timeOf(range[1]!, scale), timeOf(range[2]!, scale)];
	return [timeOf(first, scale), timeOf(second, scale)];
}

function timeOf(text: string, scale: number): number | null {
	const plain = text.replaceAll(/^[[({<#]+|[\])}>#]+$/g, '').trim();
	if (/^\d{1,12}(?:[.,]\d{1,9})?$/.test(plain))
		return Math.round(Number(plain.replace(',', '.')) * scale);
	return parseClock(plain);
}

/** How many milliseconds a plain number in a column of times is. */
function scaleOf(cells: readonly string[], warnings: TranscriptWarning[]): number {
	const numbers = cells.filter((cell) => /^\d{1,12}(?:[.,]\d{1,9})?$/.test(cell));
	if (numbers.length === 0) return 1000;
	const isWhole = numbers.every((number) => /^\d+$/.test(number));
	// No meeting lasts a hundred thousand seconds.
	const isThousandths = isWhole && numbers.some((number) => Number(number) > 100_000);
	if (isThousandths) warn(warnings, 'milliseconds', 'Plain numbers were read as milliseconds.');
	else warn(warnings, 'seconds', 'Plain numbers were read as seconds.');
	return isThousandths ? 1 : 1000;
}

/** Which column is which, by what stands in it; null where none holds words beside another. */
function guessColumns(rows: readonly (readonly string[])[]): Places | null {
	const width = Math.max(0, ...rows.slice(0, 200).map((row) => row.length));
	if (width < 2 || width > 12) return null;
	const sample = rows.slice(0, 200);
	const columns = Array.from({ length: width }, (_, at) => {
		const cells = sample.map((row) => (row[at] ?? '').trim()).filter(Boolean);
		const times = cells.filter((cell) => timesOf(cell, '', 1000)[0] !== null && /[:.]/.test(cell));
		return {
			at,
			isTime: cells.length > 0 && times.length >= cells.length * 0.8,
			hasLetters: cells.some((cell) => /\p{L}/u.test(cell)),
			length: cells.reduce((sum, cell) => sum + cell.length, 0) / (cells.length || 1),
			kinds: new Set(cells).size / (cells.length || 1)
		};
	});
	const times = columns.filter(({ isTime }) => isTime);
	const words = columns.filter(({ isTime, hasLetters }) => !isTime && hasLetters);
	const longest = words.reduce<(typeof words)[number] | null>(
		(best, each) => (best && best.length >= each.length ? best : each),
		null
	);
	if (!longest) return null;
	const speaker = words.find(
		({ at, length }) => at < longest.at && length <= 40 && length < longest.length
	);
	const second = words.find(
		({ at, length }) => at !== longest.at && at !== speaker?.at && length > longest.length * 0.4
	);
	if (!speaker && times.length === 0) return null;
	const [text, translation] =
		second && second.at < longest.at ? [second.at, longest.at] : [longest.at, second?.at];
	return {
		text,
		...(translation === undefined ? {} : { translation }),
		...(speaker ? { speaker: speaker.at } : {}),
		...(times[0] ? { start: times[0].at } : {}),
		...(times[1] ? { end: times[1].at } : {})
	};
}
