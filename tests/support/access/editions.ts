import { randomUUID } from 'node:crypto';
import { type Ids, type RouteAccess, groupTeam, page } from '../accessRoute.ts';
import type { Person } from '../world.ts';

const HOME = '/rounds/[round]/report/editions';
const writers: Person[] = ['rina', 'edi'];
const at =
	(path: string) =>
	(ids: Ids): string =>
		`/rounds/${ids.editionRoundId}/report/editions${path.replace('[edition]', ids.editionId)}`;

const route = (
	path: string,
	actions?: RouteAccess['actions'],
	address = path
): [string, RouteAccess] => [
	HOME + path,
	{ see: groupTeam, address: at(address), ...(actions ? { actions } : {}) }
];

/** Editions of a report: the team reads, coordinators and editors decide; what is published is everybody's. */
export const editionRoutes: [string, RouteAccess][] = [
	route('/preview'),
	route('/[edition]/preview'),
	route('/[edition]/files/[format]', undefined, '/[edition]/files/dataset'),
	route('/[edition]', {
		// Edi proposed it, so Rina releases it; once it is, there is nothing to refuse or take back.
		release: { may: writers, form: () => ({}) },
		refuse: { may: [], form: () => ({ reason: 'Not yet.' }) },
		takeBack: { may: [], form: () => ({}) },
		make: { may: writers, form: () => ({ formats: 'html' }) },
		remove: { may: writers, form: () => ({ label: 'E1', reason: 'Somebody asked for it.' }) }
	}),
	route('', { propose: { may: writers, form: () => ({ id: randomUUID(), note: '' }) } }),
	page('/published/[slug]', 'public'),
	page('/published/[slug]/[number]/[...path]', 'public'),
	page('/published/[slug]/[number]/files', 'public'),
	page('/published/[slug]/[number]/files/[format]', 'public')
];
