import type { RouteAccess } from '../accessRoute.ts';

/** Transcripts and recordings. */
export const transcriptRoutes: [string, RouteAccess][] = [];
