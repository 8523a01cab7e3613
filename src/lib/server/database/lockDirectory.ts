import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/**
 * Takes a path; makes `path`.lock holding our process id and gives the function that removes it.
 * The embedded engine does not guard its directory, and two processes in it destroy it.
 * A lock left by a process that is gone is taken over.
 * @throws Error that names the process holding it
 */
export function lockDirectory(path: string): () => void {
	const file = `${path}.lock`;
	for (let attempt = 0; attempt < 2; attempt += 1) {
		try {
			const handle = openSync(file, 'wx', 0o600);
			writeSync(handle, String(process.pid));
			closeSync(handle);
			const release = () => rmSync(file, { force: true });
			process.once('exit', release);
			return () => {
				process.off('exit', release);
				release();
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		const holder = Number(readFileSync(file, 'utf8'));
		if (Number.isInteger(holder) && holder > 0 && holder !== process.pid && isAlive(holder))
			throw new Error(
				`The database in ${path} is already open in process ${holder}. ` +
					'Stop that one first, or set MUFAKAT_DATA to another directory.'
			);
		rmSync(file, { force: true });
	}
	throw new Error(`Could not lock ${path}: another process keeps taking ${file}.`);
}
