import { createHash } from 'node:crypto';

/** The moment every PDF of ours is said to be made at: what is frozen has no other. */
const MOMENT = "D:20000101000000+00'00'";

/**
 * Takes out of a PDF what differs from one printing to the next, in place and without moving a
 * byte: the moments of its making, and the identifier some viewers tell copies apart by. Chromium
 * writes them uncompressed (ISO 32000-1, 14.3.3 and 14.4).
 */
export function fixPdf(pdf: Uint8Array): Uint8Array {
	const text = Buffer.from(pdf).toString('latin1');
	const fixed = text
		.replace(
			/(\/(?:CreationDate|ModDate) ?\()([^)]*)(\))/g,
			(_, before: string, date: string, after: string) =>
				`${before}${MOMENT.slice(0, date.length).padEnd(date.length)}${after}`
		)
		.replace(
			/(<xmp:(?:Create|Modify|Metadata)Date>)([^<]*)(<)/g,
			(_, before: string, date: string, after: string) =>
				`${before}${'2000-01-01T00:00:00+00:00'.slice(0, date.length).padEnd(date.length)}${after}`
		);
	const digest = createHash('sha256')
		.update(fixed.replace(/\/ID ?\[[^\]]*\]/g, ''), 'latin1')
		.digest('hex');
	const named = fixed.replace(/\/ID ?\[[^\]]*\]/g, (id) =>
		id.replace(
			/<[0-9A-Fa-f]+>/g,
			(part) =>
				`<${digest
					.repeat(2)
					.slice(0, part.length - 2)
					.toUpperCase()}>`
		)
	);
	return new Uint8Array(Buffer.from(named, 'latin1'));
}
