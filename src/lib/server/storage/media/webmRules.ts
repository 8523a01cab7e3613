// The elements of Matroska by their ids. Source: RFC 9559, section 5.
export const ID = {
	header: 0x1a45dfa3,
	docType: 0x4282,
	segment: 0x18538067,
	seekHead: 0x114d9b74,
	seek: 0x4dbb,
	seekId: 0x53ab,
	info: 0x1549a966,
	muxingApp: 0x4d80,
	writingApp: 0x5741,
	tracks: 0x1654ae6b,
	trackEntry: 0xae,
	trackNumber: 0xd7,
	trackType: 0x83,
	codec: 0x86,
	codecPrivate: 0x63a2,
	contentEncodings: 0x6d80,
	contentEncoding: 0x6240,
	contentEncryption: 0x5035,
	cluster: 0x1f43b675,
	simpleBlock: 0xa3,
	blockGroup: 0xa0,
	block: 0xa1,
	blockMore: 0xa6,
	blockAddId: 0xee,
	cues: 0x1c53bb6b,
	chapters: 0x1043a770,
	tags: 0x1254c367,
	attachments: 0x1941a469
} as const;

/** What can stand in a segment: with one of these, a cluster without a size is over. */
export const IN_SEGMENT: readonly number[] = [
	ID.seekHead,
	ID.info,
	ID.tracks,
	ID.cluster,
	ID.cues,
	ID.chapters,
	ID.tags,
	ID.attachments
];

/** What stays, by the element it stands in. All else (titles, dates, tags …) is voided. */
export const KEPT = new Map<number, readonly number[]>([
	[ID.header, [0x4286, 0x42f7, 0x42f2, 0x42f3, ID.docType, 0x4287, 0x4285]],
	[ID.segment, [ID.seekHead, ID.info, ID.tracks, ID.cluster, ID.cues]],
	[ID.seekHead, [ID.seek]],
	[ID.seek, [ID.seekId, 0x53ac]],
	// Time scale and length; the programs' names must be there, and are emptied.
	[ID.info, [0x2ad7b1, 0x4489, ID.muxingApp, ID.writingApp]],
	[ID.tracks, [ID.trackEntry]],
	[
		ID.trackEntry,
		[
			...[ID.trackNumber, 0x73c5, ID.trackType, 0xb9, 0x88, 0x55aa, 0x9c, 0x6de7, 0x6df8],
			...[0x23e383, 0x234e7a, 0x23314f, 0x55ee, 0x22b59c, 0x22b59d, ID.codec, ID.codecPrivate],
			...[0x56aa, 0x56bb, 0xe0, 0xe1, ID.contentEncodings]
		]
	],
	// Pictures: sizes, shape, colours, how a round picture is laid flat.
	[
		0xe0,
		[
			...[0x9a, 0x9d, 0x53b8, 0x53c0, 0xb0, 0xba, 0x54aa, 0x54bb, 0x54cc, 0x54dd, 0x54b0],
			...[0x54ba, 0x54b2, 0x54b3, 0x55b0, 0x7670]
		]
	],
	[0x55b0, Array.from({ length: 13 }, (_, index) => 0x55b1 + index)],
	[0x7670, [0x7671, 0x7672, 0x7673, 0x7674, 0x7675]],
	// Sound: rates, channels, bits.
	[0xe1, [0xb5, 0x78b5, 0x9f, 0x6264, 0x52f1]],
	[ID.contentEncodings, [ID.contentEncoding]],
	[ID.contentEncoding, [0x5031, 0x5032, 0x5033, 0x5034]],
	[0x5034, [0x4254, 0x4255]],
	[ID.cluster, [0xe7, 0xa7, 0xab, ID.simpleBlock, ID.blockGroup]],
	[ID.blockGroup, [ID.block, 0x9b, 0xfa, 0xfb, 0x75a2, 0x75a1]],
	// What is seen through of a picture.
	[0x75a1, [ID.blockMore]],
	[ID.blockMore, [ID.blockAddId, 0xa5]],
	[ID.cues, [0xbb]],
	[0xbb, [0xb3, 0xb7]],
	[0xb7, [0xf7, 0xf1, 0xf0, 0xb2, 0x5378, 0xea]]
]);

/** Kept elements that are more than a number: at most so many bytes. */
export const LONGER = new Map<number, number>([
	[ID.docType, 16],
	[ID.muxingApp, 1024],
	[ID.writingApp, 1024],
	[0x22b59c, 16],
	[0x22b59d, 64],
	[ID.codec, 64],
	[ID.codecPrivate, 1024 ** 2],
	[0x7672, 1024],
	[0x4255, 1024],
	[ID.simpleBlock, Infinity],
	[ID.block, Infinity],
	[0xa5, Infinity]
]);

/** Codings without room for tags in their packets. */
export const CODEC =
	/^(?:V_VP8|V_VP9|V_AV1|V_MPEG4\/ISO\/AVC|V_MPEGH\/ISO\/HEVC|A_OPUS|A_VORBIS|A_AAC(?:\/.*)?|A_MPEG\/L3|A_AC3|A_EAC3|A_PCM\/(?:INT\/(?:LIT|BIG)|FLOAT\/IEEE))$/;
