import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../../bin/find.mjs';

export interface Cluster {
	/** URL of the superuser, who makes roles and databases. */
	adminUrl: string;
	stop(): void;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/**
 * Starts a throwaway PostgreSQL on loopback and gives its address.
 * @throws Error where PostgreSQL's programs are not on this machine
 */
export async function startCluster(settings: string[] = []): Promise<Cluster> {
	const bin = findPostgres();
	if (!bin)
		throw new Error(
			'PostgreSQL is not installed: apt-get install postgresql, or set TEST_DATABASE_URL.'
		);
	const dir = mkdtempSync(join(tmpdir(), 'mufakat-pg-'));
	const isRoot = process.getuid?.() === 0;
	// PostgreSQL refuses to run as root; Debian's package brings the user.
	const run = (program: string, args: string[]) =>
		isRoot
			? execFileSync('runuser', ['-u', 'postgres', '--', join(bin, program), ...args], {
					stdio: 'pipe'
				})
			: execFileSync(join(bin, program), args, { stdio: 'pipe' });
	if (isRoot) {
		chmodSync(dir, 0o700);
		execFileSync('chown', ['postgres', dir]);
	}
	const data = join(dir, 'data');
	const port = await freePort();
	run('initdb', [
		'-D',
		data,
		'-U',
		'postgres',
		'--auth=trust',
		'--encoding=UTF8',
		'--locale=C.UTF-8',
		'--no-sync'
	]);
	const options = [`-p ${port}`, `-k ${dir}`, '-c listen_addresses=127.0.0.1', ...settings].join(
		' '
	);
	run('pg_ctl', ['-D', data, '-w', '-o', options, '-l', join(dir, 'log'), 'start']);
	return {
		adminUrl: `postgres://postgres@127.0.0.1:${port}/postgres`,
		stop() {
			run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
			rmSync(dir, { recursive: true, force: true });
		}
	};
}
