/**
 * How a device keeps words so that nothing on its disk can be read: AES-GCM for what is kept,
 * HMAC for the names it is kept under. Both keys come from the account's device key, which
 * lives in the memory of a page only.
 */

/** A device key locked with a password, as the server made it; each part is base64. */
export interface WrappedKey {
	salt: string;
	iterations: number;
	iv: string;
	wrapped: string;
}

/** Something encrypted. */
export interface Sealed {
	iv: Uint8Array<ArrayBuffer>;
	data: ArrayBuffer;
}

/** Encrypts and names; `place` binds a text to where it is kept, so that none can be moved. */
export interface Seal {
	/** A name nobody can read, always the same for the same text; 43 characters. */
	nameOf(text: string): Promise<string>;
	close(place: string, bytes: BufferSource): Promise<Sealed>;
	/** @throws where it was altered, moved or belongs to another account */
	open(place: string, sealed: Sealed): Promise<ArrayBuffer>;
}

const encoder = new TextEncoder();

/** The bytes of a base64 text. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** base64url without padding. */
export function textOf(bytes: ArrayBuffer): string {
	const letters = String.fromCharCode(...new Uint8Array(bytes));
	return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Takes the 32 bytes of a device key. */
export async function createSeal(key: Uint8Array<ArrayBuffer>): Promise<Seal> {
	const root = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveKey']);
	const derive = (info: string, kind: AesKeyGenParams | HmacKeyGenParams, uses: KeyUsage[]) =>
		crypto.subtle.deriveKey(
			{ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: encoder.encode(info) },
			root,
			kind,
			false,
			uses
		);
	const names = await derive('mufakat names', { name: 'HMAC', hash: 'SHA-256', length: 256 }, [
		'sign'
	]);
	const content = await derive('mufakat content', { name: 'AES-GCM', length: 256 }, [
		'encrypt',
		'decrypt'
	]);
	const how = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
		name: 'AES-GCM',
		iv,
		additionalData: encoder.encode(place)
	});
	return {
		nameOf: async (text) => textOf(await crypto.subtle.sign('HMAC', names, encoder.encode(text))),
		async close(place, bytes) {
			const iv = crypto.getRandomValues(new Uint8Array(12));
			return { iv, data: await crypto.subtle.encrypt(how(iv, place), content, bytes) };
		},
		open: (place, { iv, data }) => crypto.subtle.decrypt(how(iv, place), content, data)
	};
}

/** Opens a device key with the password; null where it is not the right one. A second or two on a phone. */
export async function unwrapKey(
	{ salt, iterations, iv, wrapped }: WrappedKey,
	password: string
): Promise<Uint8Array<ArrayBuffer> | null> {
	const typed = encoder.encode(password.normalize('NFC'));
	const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
	const key = await crypto.subtle.deriveKey(
		{ name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations },
		secret,
		{ name: 'AES-GCM', length: 256 },
		false,
		['decrypt']
	);
	try {
		const how = { name: 'AES-GCM', iv: bytesOf(iv) };
		return new Uint8Array(await crypto.subtle.decrypt(how, key, bytesOf(wrapped)));
	} catch {
		return null;
	}
}
