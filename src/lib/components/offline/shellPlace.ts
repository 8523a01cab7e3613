import type { Place } from '#lib/offline/outbox.ts';

/** Where in the shell somebody is, as its address after `#` says. */
export type ShellPlace =
	| { kind: 'front' }
	/** A page that is only there with a network. */
	| { kind: 'elsewhere'; path: string }
	| ({ kind: 'area' } & Place)
	| { kind: 'room'; home: string }
	| ({ kind: 'evidence'; question: string } & Place);

/** Reads a path of the application: the same addresses as online, behind `#`. */
export function shellPlaceOf(path: string): ShellPlace {
	const url = URL.parse(path || '/', 'http://here.invalid');
	const [, room] = /^(\/rounds\/[^/]+\/focus-groups\/[^/]+)\/room$/.exec(url?.pathname ?? '') ?? [];
	if (room) return { kind: 'room', home: room };
	const [first, delegation, area, ...more] = (url?.pathname ?? '/').split('/').filter(Boolean);
	if (first !== 'respond' || !delegation)
		return first && first !== 'home' ? { kind: 'elsewhere', path } : { kind: 'front' };
	if (!area) return { kind: 'front' };
	const place = { home: `/respond/${delegation}`, area: decodeURIComponent(area) };
	if (more.length === 0) return { kind: 'area', ...place };
	const question = url?.searchParams.get('question');
	if (more[0] === 'evidence' && question) return { kind: 'evidence', question, ...place };
	return { kind: 'elsewhere', path };
}

/** Address of an area in the shell. */
export const areaHref = ({ home, area }: Place) => `#${home}/${encodeURIComponent(area)}`;

/** Address of a meeting's notes in the shell. */
export const roomHref = (home: string) => `#${home}/room`;

/** Address of the form for a new source in the shell. */
export const evidenceHref = (place: Place, question: string) =>
	`${areaHref(place)}/evidence?question=${encodeURIComponent(question)}`;
