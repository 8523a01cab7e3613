import { refusal } from '../upload.ts';
import { bodyOf, boxesIn, eraseBox, onlyBox, zero, type Box } from './mp4Boxes.ts';

/** What stays, by the box it stands in; '' is the file. All else (udta, meta, uuid …) is erased. */
const KEPT: Record<string, string[]> = {
	'': ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'sidx', 'mfra'],
	moov: ['mvhd', 'trak', 'mvex'],
	trak: ['tkhd', 'tapt', 'edts', 'mdia'],
	tapt: ['clef', 'prof', 'enof'],
	edts: ['elst'],
	mdia: ['mdhd', 'hdlr', 'minf'],
	minf: ['vmhd', 'smhd', 'hdlr', 'dinf', 'stbl'],
	dinf: ['dref'],
	stbl: 'stsd stts ctts cslg stss stps stsc stsz stz2 stco co64 sdtp sbgp sgpd'.split(' '),
	mvex: ['mehd', 'trex'],
	moof: ['mfhd', 'traf'],
	traf: ['tfhd', 'tfdt', 'trun', 'sdtp', 'sbgp', 'sgpd'],
	mfra: ['tfra', 'mfro']
};
// How the decoder is set up and the picture is shown.
const SETUP =
	'avcC hvcC vpcC av1C dvcC dvvC esds d263 damr dOps dac3 dec3 alac chan colr pasp clap fiel gama btrt wave'.split(
		' '
	);
const IN_WAVE = ['frma', 'esds', 'mp4a', 'alac', 'samr', 'damr', 'chan', '\0\0\0\0'];
// Codings without room for tags. Motion JPEG is not among them: each picture would have its EXIF;
// nor is uncompressed sound, whose tables do not say where it ends.
const CODINGS: Record<string, string[]> = {
	vide: 'avc1 avc3 hvc1 hev1 dvh1 dvhe vp08 vp09 av01 mp4v s263'.split(' '),
	soun: 'mp4a Opus ac-3 ec-3 alac samr sawb'.split(' ')
};

/** Erases what does not stay among the given boxes and below, and empties what names or dates. */
export function cleanBoxes(file: Buffer, boxes: Box[], parent: string, handler = '') {
	for (const box of boxes) {
		if (!KEPT[parent]?.includes(box.type)) eraseBox(file, box);
		else if (KEPT[box.type]) {
			const children = boxesIn(file, box.body, box.end);
			cleanBoxes(file, children, box.type, box.type === 'trak' ? handlerOf(file, box) : handler);
		} else cleanLeaf(file, box, handler);
	}
}

/** What a track is: `vide`, `soun`, or something that does not stay. */
export function handlerOf(file: Buffer, track: Box): string {
	const media = boxesIn(file, track.body, track.end).find(({ type }) => type === 'mdia');
	if (!media) throw new Error('a track of nothing');
	const handler = boxesIn(file, media.body, media.end).find(({ type }) => type === 'hdlr');
	if (!handler || handler.end - handler.body < 12) throw new Error('a track of nothing');
	return file.toString('latin1', handler.body + 8, handler.body + 12);
}

/** Whether all codings of a track are among those that stay. Throws the refusal `encrypted`. */
export function isKnownCoding(file: Buffer, track: Box, handler: string): boolean {
	const table = onlyBox(file, onlyBox(file, onlyBox(file, track, 'mdia'), 'minf'), 'stbl');
	const { body, end } = onlyBox(file, table, 'stsd');
	const entries = boxesIn(file, body + 8, end, { allowTail: true });
	if (entries.some(({ type }) => /^enc[avst]$|^drm[si]$/.test(type))) throw refusal('encrypted');
	return entries.every(({ type }) => CODINGS[handler]?.includes(type));
}

function cleanLeaf(file: Buffer, box: Box, handler: string) {
	switch (box.type) {
		case 'mvhd':
		case 'tkhd':
		case 'mdhd': {
			// When it was made and changed, in 32 or 64 bits each.
			const version = bodyOf(file, box).readUInt8(0);
			if (version > 1) throw new Error(`${box.type} of an unknown version`);
			return zero(file, box, 4, version === 1 ? 16 : 8);
		}
		case 'hdlr':
			// The maker of the program and its name.
			return zero(file, box, 12, box.end - box.body - 12);
		case 'dref':
			return cleanReferences(file, box);
		case 'stsd':
			return cleanDescriptions(file, box, handler);
	}
}

/** Where the data is: here. Another place would be a path on somebody's disk. */
function cleanReferences(file: Buffer, box: Box) {
	for (const entry of boxesIn(file, box.body + 8, box.end)) {
		const isHere = (bodyOf(file, entry).readUInt32BE(0) & 1) === 1;
		if (!isHere) throw refusal('type_not_allowed');
		zero(file, entry, 4, entry.end - entry.body - 4);
	}
}

/** Source of the fields: ISO/IEC 14496-12, 12.1.3 and 12.2.3; QuickTime File Format for versions 1, 2. */
function cleanDescriptions(file: Buffer, box: Box, handler: string) {
	const isIso1 = bodyOf(file, box).readUInt8(0) === 1;
	const entries = boxesIn(file, box.body + 8, box.end, { allowTail: true });
	if (entries.length === 0) throw new Error('a track without a coding');
	for (const entry of entries) {
		// The maker of the coding.
		zero(file, entry, 12, 4);
		let fixed = 78;
		if (handler === 'vide') zero(file, entry, 42, 32);
		else {
			const version = isIso1 ? 0 : bodyOf(file, entry).readUInt16BE(8);
			fixed = [28, 44, 64][version] ?? NaN;
		}
		if (!(entry.body + fixed <= entry.end)) throw new Error(`${entry.type} breaks off`);
		for (const child of boxesIn(file, entry.body + fixed, entry.end, { allowTail: true })) {
			if (!SETUP.includes(child.type)) eraseBox(file, child);
			if (child.type !== 'wave') continue;
			for (const inner of boxesIn(file, child.body, child.end, { allowTail: true }))
				if (!IN_WAVE.includes(inner.type)) eraseBox(file, inner);
		}
	}
}
