import type { RouteAccess } from '../accessRoute.ts';

/** Codebook, codes, search. */
export const codingRoutes: [string, RouteAccess][] = [];
