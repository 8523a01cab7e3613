import * as v from 'valibot';
import { type SealingKey, readSealingKey } from './keys/sealing.ts';

const flag = v.pipe(
	v.string(),
	v.toLowerCase(),
	v.picklist(['1', '0', 'true', 'false', 'yes', 'no'], 'say 1 or 0'),
	v.transform((text) => ['1', 'true', 'yes'].includes(text))
);

const key = v.pipe(
	v.string(),
	v.rawTransform(({ dataset, addIssue, NEVER }): SealingKey => {
		try {
			return readSealingKey(dataset.value);
		} catch {
			addIssue({ message: 'make one with: npm run -s mufakat -- key new' });
			return NEVER;
		}
	})
);

const environment = v.object({
	PORT: v.optional(
		v.pipe(
			v.string(),
			v.digits('say a number, for example 3000'),
			v.transform(Number),
			v.maxValue(65_535, 'ports end at 65535')
		),
		'3000'
	),
	HOST: v.optional(v.pipe(v.string(), v.minLength(1)), '127.0.0.1'),
	ORIGIN: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^https?:\/\/[^/]+$/, 'say the public address without a path, https://study.example')
		)
	),
	DATABASE_URL: v.optional(
		v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'say postgres://user:password@host/database'))
	),
	MUFAKAT_DATA: v.optional(v.pipe(v.string(), v.minLength(1)), './.data'),
	SMTP_URL: v.optional(
		v.pipe(v.string(), v.regex(/^smtps?:\/\//, 'say smtp://user:password@host:587'))
	),
	MAIL_FROM: v.optional(v.pipe(v.string(), v.minLength(3)), 'Mufakat <mufakat@localhost>'),
	MUFAKAT_DIGEST_HOUR: v.optional(
		v.pipe(
			v.string(),
			v.digits('say an hour of the day in UTC, 0 to 23'),
			v.transform(Number),
			v.maxValue(23, 'hours end at 23')
		),
		'23'
	),
	MUFAKAT_LIVE_MOST: v.optional(
		v.pipe(v.string(), v.digits('say a number, for example 1000'), v.transform(Number)),
		'1000'
	),
	MUFAKAT_DEMO: v.optional(flag),
	MUFAKAT_KEY: v.optional(key),
	MUFAKAT_OLD_KEY: v.optional(key),
	LOG_LEVEL: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info')
});

/** The settings of one running instance. */
export interface Config {
	port: number;
	host: string;
	/** Public address; absent on loopback, where the address follows the request. */
	origin: string | undefined;
	/** Absent: the embedded engine in `dataDir`. */
	databaseUrl: string | undefined;
	/** Where the embedded database and the files are kept. */
	dataDir: string;
	smtpUrl: string | undefined;
	mailFrom: string;
	/** Hour of the day, UTC, after which the daily mails go out; 23 is morning in Jakarta. */
	digestHour: number;
	/** Demo data and demo accounts; second factor not required. */
	demo: boolean;
	/** Seals who participants are; without it names are not kept at all. */
	sealingKey: SealingKey | undefined;
	/** What the database was sealed with before, for a change of keys. */
	oldSealingKey: SealingKey | undefined;
	/** The most open pages this process tells of changes as they happen. */
	mostStreams: number;
	logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/**
 * Takes the process environment, gives the settings.
 * @throws Error whose message names every setting that is wrong, what it holds and what it should
 */
export function readConfig(env: Record<string, string | undefined>): Config {
	const given = Object.fromEntries(
		Object.keys(environment.entries)
			.map((name) => [name, env[name]?.trim() || undefined])
			.filter(([, value]) => value !== undefined)
	);
	const parsed = v.safeParse(environment, given);
	if (!parsed.success) {
		const lines = parsed.issues.map((issue) => {
			const name = String(issue.path?.[0]?.key);
			const shown = /URL|KEY/.test(name) ? 'its value' : `"${env[name]}"`;
			return `  ${name}: ${shown} cannot be used; ${issue.message}`;
		});
		throw new Error(`Mufakat cannot start with these settings:\n${lines.join('\n')}`);
	}
	const settings = parsed.output;
	const demo = settings.MUFAKAT_DEMO ?? !settings.DATABASE_URL;
	return {
		port: settings.PORT,
		host: settings.HOST,
		origin: settings.ORIGIN,
		databaseUrl: settings.DATABASE_URL,
		dataDir: settings.MUFAKAT_DATA,
		smtpUrl: settings.SMTP_URL,
		mailFrom: settings.MAIL_FROM,
		digestHour: settings.MUFAKAT_DIGEST_HOUR,
		demo,
		// As public as the demo's password, so that everything can be tried.
		sealingKey: settings.MUFAKAT_KEY ?? (demo ? readSealingKey('0'.repeat(64)) : undefined),
		oldSealingKey: settings.MUFAKAT_OLD_KEY,
		mostStreams: settings.MUFAKAT_LIVE_MOST,
		logLevel: settings.LOG_LEVEL
	};
}
