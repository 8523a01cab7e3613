/** What a REFI-QDA file may hold and cost. Far above what a study needs, far below harm. */
export interface QdaLimits {
	/** The file as it arrives, in bytes. */
	bytes: number;
	/** Files inside the package. */
	entries: number;
	/** One file of the package, unpacked, in bytes, whether it is read or not. */
	entryBytes: number;
	/** All files of the package, unpacked, in bytes. */
	totalBytes: number;
	/** How many times larger than packed a file of the package above 1 MB may be. */
	ratio: number;
	/** The description of the project, in bytes. */
	xmlBytes: number;
	/** All texts together, in bytes. */
	textBytes: number;
	codes: number;
	sources: number;
	/** Passages of all sources together. */
	selections: number;
	/** How long reading may take, in milliseconds. */
	timeoutMs: number;
	/** How much the process may grow meanwhile, in bytes. */
	growthBytes: number;
}

const MB = 1024 ** 2;

/** For files that come over the web; what is uploaded is at most 10 MB anyway. */
export const QDA_LIMITS: Readonly<QdaLimits> = {
	bytes: 10 * MB,
	entries: 10_000,
	entryBytes: 512 * MB,
	totalBytes: 1024 * MB,
	ratio: 200,
	xmlBytes: 64 * MB,
	textBytes: 32 * MB,
	codes: 10_000,
	sources: 5_000,
	selections: 200_000,
	timeoutMs: 30_000,
	growthBytes: 1536 * MB
};

/** For the command line, where somebody reads a file of their own with its recordings in it. */
export const QDA_FILE_LIMITS: Readonly<QdaLimits> = {
	...QDA_LIMITS,
	bytes: 1900 * MB,
	entryBytes: 2047 * MB,
	totalBytes: 8192 * MB,
	textBytes: 128 * MB,
	timeoutMs: 120_000,
	growthBytes: 4096 * MB
};
