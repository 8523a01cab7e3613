import pino from 'pino';

/** The application's log: ids, codes and counts. Never answers, names, addresses or tokens. */
export const log = pino({
	level: process.env.LOG_LEVEL ?? 'info',
	base: undefined,
	redact: ['*.email', '*.password', '*.token', '*.value', 'req.headers.cookie']
});
