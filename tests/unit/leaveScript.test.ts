import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KEPT_FOR, NO_TRACE_COOKIE, WAITING_COOKIE } from '#lib/offline/cookies.ts';
import { DATABASE_NAME } from '#lib/offline/database.ts';

/** leave.js is sent as it stands and can import nothing, so it repeats names; they must stay the same. */
const script = readFileSync('src/lib/offline/leave.js', 'utf8');

test('it takes away what the other parts keep, by the names they keep it under', () => {
	expect(script).toContain(`deleteDatabase('${DATABASE_NAME}')`);
	expect(script).toContain(`setCookie('${NO_TRACE_COOKIE}', 1)`);
	expect(script).toContain(`setCookie('${WAITING_COOKIE}', 0)`);
	expect(script).toContain(`max-age=\${value * ${KEPT_FOR}}`);
});

test('it imports nothing and asks no address', () => {
	expect(script).not.toMatch(/\bimport\b|\bfetch\b|https?:\/\//);
});
