import { randomUUID } from 'node:crypto';
import {
	type ActionAccess,
	type Form,
	type Ids,
	type RouteAccess,
	coordinators,
	forScripts,
	groupTeam,
	page
} from '../accessRoute.ts';
import type { Person } from '../world.ts';

const shapers: Person[] = ['rina', 'edi'];
const may = (who: readonly Person[], form: (ids: Ids) => Form): ActionAccess => ({
	may: who,
	form
});
/** JSON holds more than text; the table of forms need not know. */
const asForm = (body: object) => body as unknown as Form;
/** Sample answers of Cambodia are for coordinators. */
const answer = (ids: Ids) => ({ response: ids.responseId, question: 'obstacles' });

/** Each change of the codebook is made on the revision the one before it left. */
const words = { definition: '', includeWhen: '', excludeWhen: '', example: '', kind: 'code' };

/** Codebook, codes, search. */
export const codingRoutes: [string, RouteAccess][] = [
	page('/rounds/[round]/coding', groupTeam),
	page('/rounds/[round]/coding/search', groupTeam),
	page('/rounds/[round]/coding/auto', groupTeam, {
		apply: may(groupTeam, (ids) => ({
			by: 'words',
			value: 'The officer',
			code: ids.codes.other,
			batch: randomUUID()
		})),
		undo: may(groupTeam, (ids) => ({ batch: ids.batchId }))
	}),
	page('/rounds/[round]/coding/codings', 'no page', {
		POST: {
			may: groupTeam,
			isJson: true,
			form: (ids) =>
				asForm({
					act: 'add',
					codings: [
						{
							id: randomUUID(),
							codeId: ids.codes.other,
							place: { turnId: ids.turnId },
							field: 'body',
							start: 0,
							end: 3,
							textRevision: 1
						}
					]
				})
		}
	}),
	page('/rounds/[round]/coding/memos', 'no page', {
		POST: {
			may: groupTeam,
			isJson: true,
			form: (ids) => asForm({ id: randomUUID(), turn: ids.turnId, body: 'Sample memo' })
		}
	}),
	page('/rounds/[round]/coding/meetings/[group]', groupTeam, {
		code: may(groupTeam, (ids) => ({
			id: randomUUID(),
			turn: ids.turnId,
			code: ids.codes.other,
			field: 'body',
			how: 'whole'
		})),
		remove: may(groupTeam, (ids) => ({ coding: ids.codings.off })),
		restore: may(groupTeam, (ids) => ({ coding: ids.codings.back })),
		memo: may(groupTeam, (ids) => ({
			id: randomUUID(),
			group: ids.groupId,
			body: 'Sample memo',
			visibility: 'private'
		})),
		// One's own alone.
		memoRemove: may(coordinators, (ids) => ({ memo: ids.memos.turn }))
	}),
	forScripts('/rounds/[round]/coding/meetings/[group]/turns', groupTeam),
	page('/rounds/[round]/coding/areas/[area]', groupTeam, {
		code: may(coordinators, (ids) => ({
			...answer(ids),
			id: randomUUID(),
			code: ids.codes.other,
			field: 'value',
			words: 'fees'
		})),
		remove: may(groupTeam, (ids) => ({ coding: ids.codings.offBeside })),
		restore: may(groupTeam, (ids) => ({ coding: ids.codings.backBeside })),
		memo: may(coordinators, (ids) => ({
			...answer(ids),
			id: randomUUID(),
			body: 'Sample memo'
		})),
		memoRemove: may(coordinators, (ids) => ({ memo: ids.memos.beside }))
	}),
	forScripts('/rounds/[round]/coding/areas/[area]/answers', groupTeam),
	page('/studies/[study]/codebook', groupTeam, {
		add: may(shapers, () => ({ ...words, id: randomUUID(), name: 'Sample code' }))
	}),
	page('/studies/[study]/codebook/[code]', groupTeam, {
		change: may(shapers, () => ({ ...words, revision: '1', name: 'obstacle' })),
		move: may(shapers, (ids) => ({ revision: '2', to: 'under', parent: ids.codes.other })),
		retire: may(shapers, () => ({ revision: '3', act: 'retire' })),
		split: may(shapers, (ids) => ({
			revision: '4',
			id: randomUUID(),
			name: 'paper',
			codings: ids.codings.split
		})),
		memo: may(groupTeam, () => ({ id: randomUUID(), body: 'Sample memo' })),
		memoRemove: may(coordinators, (ids) => ({ memo: ids.memos.code })),
		merge: may(shapers, (ids) => ({ revision: '5', into: ids.codes.other }))
	}),
	page('/studies/[study]/codebook/file', groupTeam),
	page('/studies/[study]/codebook/versions', groupTeam, {
		freeze: may(shapers, () => ({ id: randomUUID(), note: 'Sample' }))
	}),
	page('/studies/[study]/codebook/import', shapers, {
		preview: {
			may: shapers,
			form: () => ({}),
			file: { field: 'file', name: 'codes.csv', text: 'path,description\nA/B,Sample\n' },
			leavesNothing: true
		},
		take: may(shapers, () => ({ text: 'path,description\nA/B,Sample\n' }))
	}),
	page('/studies/[study]/memos', groupTeam, {
		memo: may(groupTeam, () => ({ id: randomUUID(), body: 'Sample memo' })),
		memoRemove: may(coordinators, (ids) => ({ memo: ids.memos.study }))
	}),
	page('/studies/[study]/memos/file', groupTeam)
];
