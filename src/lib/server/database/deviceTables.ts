import type { Generated } from 'kysely';

/** Keys that open what a device keeps. Columns as in Tables. */
export interface DeviceTables {
	device_keys: {
		account_id: string;
		secret: Uint8Array;
		/** These four together, or none: no password is known that locks the key. */
		salt: Uint8Array | null;
		iterations: number | null;
		iv: Uint8Array | null;
		wrapped: Uint8Array | null;
		created_at: Generated<Date>;
	};
	device_key_readings: { session_id: string; read_at: Generated<Date> };
}
