import { randomUUID } from 'node:crypto';
import { type Form, type Ids, type RouteAccess, at, staff } from '../accessRoute.ts';

const ROOM = '/rounds/[round]/focus-groups/[group]/room';
/** Who says it is nobody in particular, so that consent is no matter here. */
const note = () => ({
	...{ who: 'observer', kind: 'observation', mark: 'background', block: '', body: 'A sample note.' }
});
/** JSON holds more than text; the table of forms need not know. */
const asForm = (body: object) => body as unknown as Form;
const script = (path: string, query = ''): [string, RouteAccess] => [
	ROOM + path,
	{ see: staff, isForScripts: true, address: (ids: Ids) => at(ROOM + path)(ids) + query }
];

/** Notes taken in the room. */
export const roomRoutes: [string, RouteAccess][] = [
	[
		ROOM,
		{
			see: staff,
			address: at(ROOM),
			actions: {
				take: { may: staff, form: () => ({ ...note(), id: randomUUID() }) },
				change: {
					may: staff,
					form: (ids) => ({ ...note(), id: randomUUID(), turn: ids.noteId, base: '1' })
				},
				remove: { may: staff, form: (ids) => ({ turn: ids.noteId }) },
				restore: { may: staff, form: (ids) => ({ turn: ids.noteId }) }
			}
		}
	],
	[
		`${ROOM}/notes`,
		{
			see: 'no page',
			address: at(`${ROOM}/notes`),
			actions: {
				POST: {
					may: staff,
					isJson: true,
					form: () =>
						asForm({
							sentAt: Date.now(),
							acts: [
								{
									...{ act: 'take', id: randomUUID(), at: Date.now(), speaker: 'observer' },
									...{ participantId: null, kind: 'observation', mark: 'background' },
									...{ blockId: null, body: 'A sample note.' }
								}
							]
						})
				}
			}
		}
	],
	script('/changes', '?after=0'),
	script('/view'),
	script('/live', `?page=${randomUUID()}`)
];
