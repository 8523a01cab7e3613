import type { RouteAccess } from '../accessRoute.ts';

/** Second coders and reports. */
export const agreementRoutes: [string, RouteAccess][] = [];
