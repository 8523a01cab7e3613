import type { RouteAccess } from '../accessRoute.ts';

/** Participants and their consents. */
export const consentRoutes: [string, RouteAccess][] = [];
