import { type RouteAccess, page, team } from '../accessRoute.ts';

/** What became better and worse since the round before. */
export const comparedRoutes: [string, RouteAccess][] = [
	page('/rounds/[round]/rounds-compared', team),
	page('/rounds/[round]/rounds-compared/csv', team)
];
