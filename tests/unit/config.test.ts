import { expect, test } from 'vitest';
import { readConfig } from '#lib/server/config.ts';

test('without any setting: loopback, embedded engine, demo data', () => {
	expect(readConfig({})).toMatchObject({
		port: 3000,
		host: '127.0.0.1',
		origin: undefined,
		databaseUrl: undefined,
		dataDir: './.data',
		demo: true
	});
});

test('with a database there is no demo data unless asked', () => {
	const DATABASE_URL = 'postgres://me:secret@localhost/mufakat';
	expect(readConfig({ DATABASE_URL }).demo).toBe(false);
	expect(readConfig({ DATABASE_URL, MUFAKAT_DEMO: 'yes' }).demo).toBe(true);
	expect(readConfig({ MUFAKAT_DEMO: '0' }).demo).toBe(false);
});

test('an empty setting is as good as none', () => {
	expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, demo: true });
});

test('everything that is wrong is said at once, with the way out and without secrets', () => {
	const wrong = {
		PORT: 'eighty',
		ORIGIN: 'study.example/',
		DATABASE_URL: 'mysql://root:hunter2@localhost',
		MUFAKAT_DEMO: 'perhaps'
	};
	expect(() => readConfig(wrong)).toThrow(
		/PORT[\s\S]*ORIGIN[\s\S]*DATABASE_URL[\s\S]*MUFAKAT_DEMO/
	);
	try {
		readConfig(wrong);
	} catch (error) {
		expect(String(error)).toContain('for example 3000');
		expect(String(error)).not.toContain('hunter2');
	}
});
