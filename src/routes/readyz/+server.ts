import { listPendingMigrations } from '#lib/server/database/migrate.ts';
import { getInstance } from '#lib/server/http/instance.ts';

/** The database can be reached and its migrations are current; 503 with the reason otherwise. */
export const GET = async () => {
	try {
		const { system } = await getInstance();
		const pending = await listPendingMigrations(system.db);
		if (pending.length === 0) return Response.json({ status: 'ready' });
		return Response.json({ status: 'migrations pending', count: pending.length }, { status: 503 });
	} catch {
		return Response.json({ status: 'database cannot be reached' }, { status: 503 });
	}
};
