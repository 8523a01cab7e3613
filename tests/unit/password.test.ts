import { expect, test } from 'vitest';
import { hashPassword, passwordFault, verifyPassword } from '#lib/server/accounts/password.ts';

const sokha = { email: 'sokha.chan@labour-rights.example', name: 'Sokha Chan' };

test.each([
	['nine char', 'short'],
	['', 'short'],
	['x'.repeat(257), 'long'],
	['password123', 'common'],
	['PASSWORD123', 'common'],
	['qwertyuiop', 'common'],
	['indonesia2026', 'common'],
	['abcabcabcabc', 'common'],
	['aaaaaaaaaaaaaaa', 'common'],
	['mufakatmufakat', 'common'],
	['Mufakat-2026', 'personal'],
	['sokhachan99', 'personal'],
	['labour-rights!', 'personal'],
	['sokha.chan@labour-rights.example', 'personal']
])('%s is refused as %s', (password, fault) => {
	expect(passwordFault(password, sokha)).toBe(fault);
});

test.each([
	'ten chars!',
	'a ferry to Koh Rong at noon',
	'ខ្ញុំចូលចិត្តភ្លៀង',
	'all lower case no digit',
	'sokha sells seashells here',
	'x'.repeat(128) + ' and then some more words here to reach two hundred'
])('%s may be chosen: no rules on which characters', (password) => {
	expect(passwordFault(password, sokha)).toBeUndefined();
});

test('a hash is Argon2id with the cost OWASP asks for', async () => {
	expect(await hashPassword('a ferry at noon')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('the same letters typed on another keyboard are the same password', async () => {
	const composed = 'caf\u00e9 by the river';
	const hash = await hashPassword(composed);
	expect(await verifyPassword(hash, composed.normalize('NFD'))).toBe(true);
	expect(await verifyPassword(hash, 'cafe by the river')).toBe(false);
});

test('without a hash nothing is right, not even the dummy, and the work is the same', async () => {
	const hash = await hashPassword('a ferry at noon');
	await verifyPassword(null, 'warm up');
	const time = async (stored: string | null) => {
		const from = performance.now();
		for (let turn = 0; turn < 8; turn += 1)
			expect(await verifyPassword(stored, 'no account has this password')).toBe(false);
		return performance.now() - from;
	};
	const [known, unknown] = [await time(hash), await time(null)];
	// Eight hashes each: far apart only if one of them did not hash.
	expect(unknown / known).toBeGreaterThan(0.3);
	expect(unknown / known).toBeLessThan(3);
});

test('a password longer than any that may be chosen is never right', async () => {
	const hash = await hashPassword('x'.repeat(256));
	expect(await verifyPassword(hash, 'x'.repeat(256))).toBe(true);
	expect(await verifyPassword(hash, 'x'.repeat(257))).toBe(false);
});
