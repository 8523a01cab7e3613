import type { Generated } from 'kysely';

/** Secrets of the instance. Columns as in Tables. */
export interface LiveTables {
	instance_keys: { purpose: string; secret: Uint8Array; created_at: Generated<Date> };
}
