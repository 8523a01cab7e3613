import pino from 'pino';
import { faultOf } from './fault.ts';

/** The application's log: ids, codes and counts. Never answers, names, addresses or tokens. */
export const log = pino({
	level: process.env.LOG_LEVEL ?? 'info',
	base: undefined,
	redact: ['*.email', '*.password', '*.token', '*.value', 'req.headers.cookie']
});

/** Keeps a fault outside of any request, without the words its message may quote. */
export function logFault(error: unknown, what: string): void {
	log.error(faultOf(error, log.isLevelEnabled('debug')), what);
}
