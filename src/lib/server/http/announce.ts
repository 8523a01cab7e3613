import { memberStates } from '#lib/asean.ts';
import type { Config } from '../config.ts';
import type { Prepared } from '../prepare.ts';

/** Prints where the application is and how to get in, for whoever started it. */
export function announce(config: Config, { demo, setupPath }: Prepared): void {
	const address = config.origin ?? `http://${config.host}:${config.port}`;
	const lines = ['', `Mufakat is ready: ${address}`];
	if (demo) {
		const codes = memberStates.map((state) => state.code.toLowerCase()).join(', ');
		lines.push(
			'Demo data, all of it invented. Sign in with password sample-only-2026 as',
			'  coordinator@demo.example, editor@demo.example, notetaker@demo.example,',
			'  reader@demo.example, admin@demo.example,',
			`  or a country's focal point, for example kh@demo.example (${codes}),`,
			'  or a colleague, kh2@demo.example, or one who only proposes, kh3@demo.example'
		);
	}
	if (setupPath)
		lines.push(
			'Nobody administers this instance yet. Make the first account here (once, 24 hours):',
			`  ${address}${setupPath}`
		);
	process.stdout.write(`${lines.join('\n')}\n\n`);
}
