import { readdirSync, readFileSync } from 'node:fs';

/** Ends a process and everything it started; `detached` made it the head of a group of its own. */
export function killGroup(pid: number): void {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Already gone.
	}
}

/**
 * Bytes of memory that the processes of a group hold together, from /proc; 0 where there is none
 * (then only the clock limits them). Fields as in proc(5): 5 is the group, 24 the resident pages.
 */
export function groupMemory(group: number): number {
	let pages = 0;
	try {
		for (const name of readdirSync('/proc')) {
			if (!/^\d+$/.test(name)) continue;
			const stat = readStat(name);
			const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			if (Number(fields[2]) === group) pages += Number(fields[21]);
		}
	} catch {
		return 0;
	}
	return pages * 4096;
}

/** '' for a process that ended meanwhile. */
function readStat(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return '';
	}
}
