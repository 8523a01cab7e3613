import type { RouteAccess } from '../accessRoute.ts';

/** Notes taken in the room. */
export const roomRoutes: [string, RouteAccess][] = [];
