import { countPendingMigrations } from '#lib/server/http/instance.ts';

/** The database can be reached and its migrations are current; 503 with the reason otherwise. */
export const GET = async () => {
	try {
		const count = await countPendingMigrations();
		if (count === 0) return Response.json({ status: 'ready' });
		return Response.json({ status: 'migrations pending', count }, { status: 503 });
	} catch {
		return Response.json({ status: 'database cannot be reached' }, { status: 503 });
	}
};
