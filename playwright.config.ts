import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from './bin/find.mjs';

// This file is read again in every worker: what it makes is made once.
process.env.E2E_DATA ??= mkdtempSync(join(tmpdir(), 'mufakat-e2e-'));
process.env.CHROMIUM_PATH ??= findChromium().path ?? '';
const port = Number(process.env.E2E_PORT ?? 4173);

export default defineConfig({
	testDir: 'tests/e2e',
	// Waiting ends as soon as there is what is waited for; how long is for machines with other work.
	timeout: 240_000,
	expect: { timeout: 30_000 },
	workers: 1,
	// Where nobody looks on, a journey that machines with other work cut short is gone once more; what
	// passes only then is told as flaky.
	retries: process.env.CI ? 1 : 0,
	reporter: process.env.CI ? [['line']] : [['list']],
	use: {
		baseURL: `http://127.0.0.1:${port}`,
		launchOptions: {
			executablePath: process.env.CHROMIUM_PATH,
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		},
		locale: 'en-GB',
		// Recording every step takes time; where nobody looks at it, it is left out.
		trace: process.env.CI ? 'off' : 'retain-on-failure'
	},
	webServer: {
		command: 'node server.ts',
		url: `http://127.0.0.1:${port}/readyz`,
		timeout: 240_000,
		gracefulShutdown: { signal: 'SIGTERM', timeout: 8_000 },
		env: {
			PORT: String(port),
			MUFAKAT_DATA: process.env.E2E_DATA,
			MUFAKAT_DEMO: '1',
			LOG_LEVEL: 'warn'
		}
	}
});
