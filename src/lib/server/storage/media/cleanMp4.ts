import { refusal } from '../upload.ts';
import { bodyOf, boxesIn, eraseBox, onlyBox, type Box } from './mp4Boxes.ts';
import { cleanBoxes, handlerOf, isKnownCoding } from './mp4Rules.ts';
import { defaultSizes, spansOfFragment, spansOfTrack, type Span } from './mp4Samples.ts';

export type Mp4Extension = 'mp4' | 'm4a' | 'mov' | '3gp';

/**
 * A film or recording in place: tracks of sound and pictures stay byte for byte, at the same
 * places; titles, dates, makers and places, the tracks of anything else and all data that no
 * track points to become zeros. Throws when lengths or tables do not fit, or the refusals
 * `type_not_allowed` (another coding, nothing to hear or see) and `encrypted`.
 */
export function cleanMp4(bytes: Uint8Array): { bytes: Uint8Array; extension: Mp4Extension } {
	// A copy: the caller's bytes stay the caller's.
	const file = Buffer.from(new Uint8Array(bytes).buffer);
	const top = boxesIn(file, 0, file.length, { isTop: true });
	const movies = top.filter(({ type }) => type === 'moov');
	const movie = movies[0];
	if (!movie || movies.length > 1) throw new Error('not one film');
	onlyBox(file, movie, 'mvhd');

	const spans: Span[] = [];
	const kept = new Set<number>();
	const kinds = new Set<string>();
	const others: { track: Box; handler: string }[] = [];
	for (const track of boxesIn(file, movie.body, movie.end)) {
		if (track.type !== 'trak') continue;
		const handler = handlerOf(file, track);
		// Subtitles too: drones and cameras write the place of each second into them.
		if (handler !== 'vide' && handler !== 'soun') eraseBox(file, track);
		else if (!isKnownCoding(file, track, handler)) others.push({ track, handler });
		else {
			kept.add(idOf(file, track));
			for (const span of spansOfTrack(file, track)) spans.push(span);
			kinds.add(handler);
		}
	}
	// Phones add the sound of the room in a coding of their own beside the usual one. Where there is
	// no usual one the file is refused: nobody shall get a film that has lost its sound.
	for (const { track, handler } of others)
		if (kinds.has(handler)) eraseBox(file, track);
		else throw refusal('type_not_allowed');
	if (kept.size === 0) throw refusal('type_not_allowed');
	const defaults = defaultSizes(file, movie);
	for (const moof of top) {
		if (moof.type !== 'moof') continue;
		const parts = boxesIn(file, moof.body, moof.end).filter(({ type }) => type === 'traf');
		parts.forEach((traf, index) => {
			const found = spansOfFragment(file, moof, traf, index === 0, defaults);
			if (!kept.has(found.track)) eraseBox(file, traf);
			else for (const span of found.spans) spans.push(span);
		});
	}
	zeroBetween(file, top, spans);
	// Anew, because some boxes are called `free` by now.
	cleanBoxes(file, boxesIn(file, 0, file.length, { isTop: true }), '');
	return { bytes: new Uint8Array(file.buffer), extension: extensionOf(file, kinds.has('vide')) };
}

function idOf(file: Buffer, track: Box): number {
	const body = bodyOf(file, onlyBox(file, track, 'tkhd'));
	return body.readUInt32BE(body.readUInt8(0) === 1 ? 20 : 12);
}

/** Zeros wherever no kept sample lies. Throws when a sample lies outside the data, or there is none. */
function zeroBetween(file: Buffer, top: Box[], spans: Span[]) {
	const filled = spans.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
	if (filled.length === 0) throw new Error('no sample');
	let next = 0;
	for (const data of top) {
		if (data.type !== 'mdat') continue;
		let done = data.body;
		for (let span = filled[next]; span && span[0] < data.end; span = filled[++next]) {
			if (span[0] < data.body || span[1] > data.end) throw new Error('a sample outside the data');
			if (span[0] > done) file.fill(0, done, span[0]);
			done = Math.max(done, span[1]);
		}
		file.fill(0, done, data.end);
	}
	if (next < filled.length) throw new Error('a sample outside the data');
}

function extensionOf(file: Buffer, hasPictures: boolean): Mp4Extension {
	const brand = file.toString('latin1', 8, 12);
	if (brand === 'qt  ') return 'mov';
	if (/^3g[2egprs]/.test(brand)) return '3gp';
	return hasPictures ? 'mp4' : 'm4a';
}
