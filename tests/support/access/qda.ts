import type { RouteAccess } from '../accessRoute.ts';

/** REFI-QDA. */
export const qdaRoutes: [string, RouteAccess][] = [];
