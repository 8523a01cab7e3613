import sharp, { type Sharp } from 'sharp';

/** Pixels of the largest picture decoded; 40 million are about 160 MB of memory. */
export const MAX_PIXELS = 40e6;

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff';

type ImageOptions = {
	/** Turn the pixels as the camera asked. Off inside documents, whose layout turns them itself. */
	orient: boolean;
};

/**
 * Draws the picture anew: only its pixels survive, no EXIF, GPS, XMP, IPTC, comment, thumbnail or
 * bytes after its end. Throws when it does not decode to the end or is larger than MAX_PIXELS.
 */
export async function cleanImage(
	bytes: Uint8Array,
	format: ImageFormat,
	{ orient }: ImageOptions
): Promise<Uint8Array> {
	const input = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;
	const found = await sharp(bytes, input).metadata();
	// sharp reads far more formats than are allowed here, SVG among them.
	if (found.format !== format) throw new Error('the picture is not what its first bytes say');
	const animated = (found.pages ?? 1) > 1 && (format === 'webp' || format === 'gif');
	const picture = sharp(bytes, { ...input, animated }).timeout({ seconds: 15 });
	const turned = orient && !animated ? picture.autoOrient() : picture;
	return new Uint8Array(await encode(turned, format).toBuffer());
}

function encode(picture: Sharp, format: ImageFormat): Sharp {
	switch (format) {
		case 'jpeg':
			return picture.jpeg({ quality: 90 });
		case 'png':
			return picture.png({ compressionLevel: 9 });
		case 'webp':
			return picture.webp({ quality: 90 });
		case 'gif':
			return picture.gif();
		case 'tiff':
			return picture.tiff({ compression: 'deflate' });
	}
}
