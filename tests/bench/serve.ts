import { type ChildProcess, spawn } from 'node:child_process';

export interface Running {
	origin: string;
	pid: number;
	stop(): Promise<void>;
}

/** Starts the built application on a port of loopback and waits until it is ready. */
export async function serve(env: Record<string, string>, port: number): Promise<Running> {
	const child: ChildProcess = spawn(process.execPath, ['server.ts'], {
		env: { ...process.env, LOG_LEVEL: 'error', ...env, PORT: String(port), HOST: '127.0.0.1' },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const origin = `http://127.0.0.1:${port}`;
	for (let attempt = 0; ; attempt += 1) {
		const ready = await fetch(`${origin}/readyz`).then(
			(response) => response.ok,
			() => false
		);
		if (ready) break;
		if (attempt > 300 || child.exitCode !== null) throw new Error('The server did not start.');
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	return {
		origin,
		pid: child.pid!,
		stop: () =>
			new Promise((resolve) => {
				child.once('exit', () => resolve());
				child.kill('SIGTERM');
			})
	};
}
