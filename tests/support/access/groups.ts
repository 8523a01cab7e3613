import type { RouteAccess } from '../accessRoute.ts';

/** Preparing a meeting. */
export const groupRoutes: [string, RouteAccess][] = [];
