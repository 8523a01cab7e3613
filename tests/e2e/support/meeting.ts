import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BrowserContextOptions, Page } from '@playwright/test';
import type { Meeting } from '../../support/meetingServer.ts';
import type { Person } from '../../support/world.ts';
import type { OpenPage } from './test.ts';

export type { Meeting } from '../../support/meetingServer.ts';

/** Starts a server with one meeting in it; gives where things are, and what ends it. */
export async function startMeeting(): Promise<{ meeting: Meeting; stop: () => void }> {
	const child = spawn(process.execPath, ['tests/support/meetingServer.ts'], {
		env: { ...process.env, NODE_NO_WARNINGS: '1', LOG_LEVEL: 'warn' },
		stdio: ['pipe', 'pipe', 'inherit']
	});
	const stop = () => void child.stdin.end();
	for await (const line of createInterface(child.stdout))
		if (line.startsWith('{')) return { meeting: JSON.parse(line) as Meeting, stop };
	throw new Error('The server of the meeting has not started.');
}

/** A page of somebody who is signed in there, in English. */
export async function openAs(
	open: OpenPage,
	meeting: Meeting,
	person: Person | null,
	options: BrowserContextOptions = {}
): Promise<Page> {
	const page = await open({ locale: 'en-GB', baseURL: meeting.origin, ...options });
	if (person)
		await page
			.context()
			.addCookies([{ name: 'session', value: meeting.sessions[person], url: meeting.origin }]);
	return page;
}
