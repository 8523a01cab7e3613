import type { RouteAccess } from '../accessRoute.ts';

/** Said and answered, statements, quotes. */
export const quoteRoutes: [string, RouteAccess][] = [];
