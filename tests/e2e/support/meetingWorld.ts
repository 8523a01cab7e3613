import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BrowserContextOptions, Page } from '@playwright/test';
import type { Person } from '../../support/world.ts';
import type { OpenPage } from './test.ts';

/** A running application with one meeting in it, see tests/support/transcriptServer.ts. */
export interface Meeting {
	origin: string;
	/** The address of the meeting. */
	at: string;
	/** The header that signs somebody in. */
	cookies: Record<Person, string>;
	stop(): void;
}

/** Starts it; takes as long as an empty database takes to be made. */
export async function startMeeting(): Promise<Meeting> {
	const child = spawn(process.execPath, ['tests/support/transcriptServer.ts'], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: { ...process.env, NODE_NO_WARNINGS: '1' }
	});
	const lines = createInterface({ input: child.stdout });
	const line = await new Promise<string>((done, fail) => {
		lines.once('line', done);
		child.once('exit', (code) => fail(new Error(`the meeting's server ended with ${code}`)));
	});
	const { origin, cookies, path } = JSON.parse(line) as {
		origin: string;
		cookies: Meeting['cookies'];
		path: string;
	};
	return { origin, cookies, at: origin + path, stop: () => void child.stdin.end() };
}

/** A page of somebody who is signed in there. */
export async function openAs(
	open: OpenPage,
	meeting: Meeting,
	person: Person,
	options: BrowserContextOptions = {}
): Promise<Page> {
	const page = await open(options);
	const [name = '', value = ''] = meeting.cookies[person].split('=');
	await page.context().addCookies([{ name, value, url: meeting.origin }]);
	return page;
}
