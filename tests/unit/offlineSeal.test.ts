import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSeal, unwrapKey } from '#lib/offline/seal.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: ArrayBuffer) => new TextDecoder().decode(data);
const newKey = () => new Uint8Array(randomBytes(32));
const SECRET = 'Sample answer: the heron told us.';

test('what is closed is opened again, and cannot be read meanwhile', async () => {
	const seal = await createSeal(newKey());
	const sealed = await seal.close('copies one', bytes(SECRET));
	expect(text(await seal.open('copies one', sealed))).toBe(SECRET);
	expect(text(sealed.data)).not.toContain('heron');
});

test('the same text closed twice looks different each time', async () => {
	const seal = await createSeal(newKey());
	const [one, two] = [
		await seal.close('copies one', bytes(SECRET)),
		await seal.close('copies one', bytes(SECRET))
	];
	expect(Buffer.from(one.data).equals(Buffer.from(two.data))).toBe(false);
});

test('what was altered, moved or belongs to another account does not open', async () => {
	const seal = await createSeal(newKey());
	const sealed = await seal.close('copies one', bytes(SECRET));
	const altered = sealed.data.slice(0);
	new Uint8Array(altered)[3]! ^= 1;
	await expect(seal.open('copies one', { ...sealed, data: altered })).rejects.toThrow();
	await expect(seal.open('copies two', sealed)).rejects.toThrow();
	const stranger = await createSeal(newKey());
	await expect(stranger.open('copies one', sealed)).rejects.toThrow();
});

test('names say nothing, are the same for one key and differ between keys', async () => {
	const key = newKey();
	const name = await (await createSeal(key)).nameOf('/respond/kh/return');
	expect(name).toMatch(/^[\w-]{43}$/);
	expect(await (await createSeal(key)).nameOf('/respond/kh/return')).toBe(name);
	expect(await (await createSeal(newKey())).nameOf('/respond/kh/return')).not.toBe(name);
});

test('a wrapped key opens with its password, in whatever Unicode form it is typed', async () => {
	const key = newKey();
	const password = 'Café by the Tonlé Sap'.normalize('NFC');
	const [salt, iv] = [randomBytes(16), randomBytes(12)];
	const lock = pbkdf2Sync(password, salt, 100_000, 32, 'sha256');
	const cipher = createCipheriv('aes-256-gcm', lock, iv);
	const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
	const given = {
		salt: salt.toString('base64'),
		iterations: 100_000,
		iv: iv.toString('base64'),
		wrapped: wrapped.toString('base64')
	};
	expect(await unwrapKey(given, password.normalize('NFD'))).toEqual(key);
	expect(await unwrapKey(given, `${password}!`)).toBeNull();
});
