import { randomUUID } from 'node:crypto';
import { agreementRoutes } from './access/agreement.ts';
import { codingRoutes } from './access/coding.ts';
import { comparedRoutes } from './access/compared.ts';
import { consentRoutes } from './access/consent.ts';
import { editionRoutes } from './access/editions.ts';
import { cellSizeAction, groupRoutes } from './access/groups.ts';
import { qdaRoutes } from './access/qda.ts';
import { quoteRoutes } from './access/quotes.ts';
import { reportRoutes } from './access/report.ts';
import { roomRoutes } from './access/room.ts';
import { transcriptRoutes } from './access/transcripts.ts';
import { treatyRoutes } from './access/treaties.ts';
import {
	at,
	coordinators,
	forScripts,
	lead,
	own,
	page,
	administrators,
	team,
	type ActionAccess,
	type Form,
	type RouteAccess
} from './accessRoute.ts';
import { paperUpload } from './paperAccess.ts';
import { PEOPLE, type Person } from './world.ts';

export type { ActionAccess, Ids, RouteAccess } from './accessRoute.ts';

/** The page for new evidence is told which answer it is for. */
const evidencePage = (
	see: RouteAccess['see'],
	actions: RouteAccess['actions']
): [string, RouteAccess] => [
	'/respond/[delegation]/[area]/evidence',
	{
		see,
		address: (ids) => `${at('/respond/[delegation]/[area]/evidence')(ids)}?question=helped`,
		actions
	}
];

/** The smallest workbook there is. */
const workbook = {
	field: 'workbook',
	name: 'small.csv',
	text: 'survey,,,\n,type,name,label\n,text,village,Which village?\n'
};

const revoke = (may: readonly Person[], which: 'own' | 'study' | 'instance'): ActionAccess => ({
	may,
	form: (ids) => ({ invitation: ids.invitations[which] })
});

// Each change of the editor's draft is made on the revision the one before it left.
let lastRevision = 1;
const change = (fields: Form): ActionAccess => {
	const revision = String(++lastRevision);
	return { may: coordinators, form: () => ({ revision, ...fields }) };
};
const editor = (path: string, actions?: RouteAccess['actions']) =>
	page(`/studies/[study]/questionnaires/drafts/[draft]/edit${path}`, coordinators, actions);

/** The pages of the editor, in the order their changes are made. */
const editorPages = [
	editor('', {
		move: change({ move: 'down:can_complain' }),
		part: change({ what: 'text', place: 'a:return', words: 'What else?' }),
		area: change({ 'title.en': 'Wages', kind: 'issue' }),
		list: change({ name: 'more' })
	}),
	editor('/questions/[question]', {
		save: change({ 'label.en': 'May a worker complain?' }),
		place: change({ place: 'a:return' }),
		remove: change({})
	}),
	editor('/sections/[section]', {
		save: change({ 'label.en': 'Each case', kind: 'repeat' }),
		place: change({ place: 'a:justice' }),
		remove: change({})
	}),
	editor('/lists/[list]', {
		save: change({ 'choice.0.name': 'one', 'choice.0.label.en': 'One' }),
		remove: change({})
	}),
	editor('/areas/[area]', { save: change({ 'title.en': 'Going home' }), remove: change({}) }),
	editor('/settings', {
		save: change({ version: '3' }),
		language: change({ tag: 'km' }),
		removeLanguage: change({ tag: 'km' })
	}),
	editor('/translations', { default: change({ language: 'id', 'text.title': 'Kuesioner' }) })
];
const checkPage: [string, RouteAccess] = [
	'/studies/[study]/questionnaires/drafts/[draft]/edit/check',
	{
		see: coordinators,
		address: (ids) =>
			`${at('/studies/[study]/questionnaires/drafts/[draft]/edit/check')(ids)}?kind=question&name=helped&property=relevant&value=1`
	}
];

/**
 * Every route of the application. A route or action that is not here fails the test that walks
 * them, so nobody can add one without saying who may use it.
 */
export const ROUTES: ReadonlyMap<string, RouteAccess> = new Map<string, RouteAccess>([
	// Before the round is closed by the actions below.
	...treatyRoutes,
	...editionRoutes,
	...reportRoutes,
	page('/', 'public'),
	page('/healthz', 'public'),
	page('/readyz', 'public'),
	page('/home', 'everyone'),
	page('/device', 'everyone', {
		off: { may: PEOPLE, form: () => ({}), leavesNothing: true },
		on: { may: PEOPLE, form: () => ({}), leavesNothing: true }
	}),
	page('/device/key', 'no page'),
	page('/offline', 'public'),
	page('/admin', administrators, {
		invite: {
			may: administrators,
			form: () => ({ email: 'new@example.org', role: 'study_creator', language: 'en' })
		},
		revoke: revoke(administrators, 'instance'),
		disable: { may: administrators, form: (ids) => ({ account: ids.accounts.omar }) },
		enable: { may: administrators, form: (ids) => ({ account: ids.accounts.omar }) }
	}),
	page('/admin/audit', administrators),
	page('/admin/outbox', administrators),
	page('/evidence/[id]/file', [...own, 'rina']),
	page('/respond/[delegation]', own, {
		assign: {
			// Coordinators say it too, on a page of their own.
			may: [...lead, 'rina'],
			form: (ids) => ({ query: ids.queryId, account: ids.accounts.dara })
		}
	}),
	page('/respond/[delegation]/[area]/comments', own, {
		write: { may: own, form: () => ({ id: randomUUID(), body: 'Between us.' }) },
		// One's own alone.
		remove: { may: lead, form: (ids) => ({ comment: ids.commentId }) }
	}),
	page('/respond/[delegation]/[area]', own, {
		save: {
			may: own,
			form: () => ({
				save: randomUUID(),
				'q.helped.base': '1',
				'q.helped.status': '',
				'q.helped.value': 'no',
				'q.helped.exposure': 'public'
			})
		},
		resolve: {
			may: own,
			form: (ids) => ({ question: 'helped', revision: ids.conflictRevision, keep: 'beside' })
		},
		reply: { may: own, form: (ids) => ({ query: ids.queryId, body: 'Here is the source.' }) },
		mark: { may: own, form: () => ({ mark: 'still_true helped' }) },
		removeEvidence: { may: own, form: (ids) => ({ evidence: ids.draftEvidenceId }) }
	}),
	page('/respond/[delegation]/[area]/answers', 'no page', {
		POST: {
			may: own,
			isJson: true,
			form: () => ({
				saveId: randomUUID(),
				answers: JSON.stringify([
					{
						question: 'helped',
						base: 99,
						status: 'answered',
						value: 'yes',
						reason: null,
						exposure: 'public'
					}
				])
			})
		}
	}),
	forScripts('/respond/[delegation]/[area]/live', own, `?page=${randomUUID()}`),
	forScripts('/respond/[delegation]/[area]/changes', own, '?after=0'),
	forScripts('/respond/[delegation]/[area]/view', own),
	page('/respond/[delegation]/[area]/presence', 'no page', {
		POST: {
			may: own,
			isJson: true,
			leavesNothing: true,
			form: () => ({ page: randomUUID(), question: 'helped' })
		}
	}),
	page('/respond/[delegation]/[area]/paper', own, {
		upload: { may: own, file: paperUpload, form: () => ({ key: randomUUID() }) },
		discard: { may: own, form: (ids) => ({ import: ids.paperDiscards[0] }) }
	}),
	page('/respond/[delegation]/[area]/paper/file', own),
	page('/respond/[delegation]/[area]/paper/[import]', own, {
		take: { may: own, form: (ids) => ({ take: ids.paperTake }) },
		discard: { may: own, form: (ids) => ({ import: ids.paperDiscards[1] }) }
	}),
	evidencePage(own, {
		default: {
			may: own,
			form: () => ({
				id: randomUUID(),
				question: 'helped',
				kind: 'law',
				citation: 'Sample law',
				link: '',
				exposure: 'public'
			})
		}
	}),
	page('/respond/[delegation]/[area]/history/[question]', own, {
		default: { may: own, form: () => ({ revision: '1' }) }
	}),
	page('/respond/[delegation]/[area]/ready', 'no page', {
		POST: { may: own, form: () => ({ id: randomUUID(), ready: 'yes' }) }
	}),
	page('/respond/[delegation]/handouts', own, {
		give: {
			may: lead,
			form: (ids) => ({ area: 'return', account: ids.accounts.dara, dueOn: '2099-12-03' })
		},
		link: {
			may: lead,
			form: () => ({ area: 'return', id: randomUUID(), label: 'Union office', days: '3' })
		},
		takeBack: { may: lead, form: (ids) => ({ handout: ids.handoutId }) },
		revoke: { may: lead, form: (ids) => ({ link: ids.helperLinkId }) }
	}),
	page('/respond/[delegation]/proposals', own, {
		accept: {
			may: lead,
			form: (ids) => ({ proposal: ids.proposals.accept, seen: '1' })
		},
		merge: {
			may: lead,
			form: (ids) => ({ proposal: ids.proposals.merge, seen: '2', text: 'origin' })
		},
		decline: {
			may: lead,
			form: (ids) => ({ proposal: ids.proposals.decline, reason: 'Not so.' })
		},
		// Its author’s alone.
		withdraw: { may: ['dara'], form: (ids) => ({ proposal: ids.proposals.withdraw }) }
	}),
	[
		'/respond/[delegation]/[area]/propose',
		{
			see: own,
			address: ({ delegationId }) => `/respond/${delegationId}/background/propose?question=side`,
			actions: {
				default: {
					may: own,
					form: () => ({ key: randomUUID(), 'q.side.base': '1', 'q.side.status': 'dont_know' })
				}
			}
		}
	],
	page('/to-do', 'everyone'),
	page('/respond/[delegation]/[area]/submission', own, {
		default: { may: lead, form: () => ({}) }
	}),
	page('/respond/[delegation]/people', own, {
		invite: {
			may: [...lead, 'rina'],
			form: () => ({ email: 'colleague@example.org', language: 'en' })
		},
		revoke: revoke([...lead, 'rina'], 'own'),
		remove: {
			// Coordinators may do it too, on a page of their own.
			may: [...lead, 'rina'],
			form: (ids) => ({ account: ids.accounts.dara, delegation: ids.delegationId })
		}
	}),
	page('/rounds/[round]', team),
	page('/rounds/[round]/compare', team),
	page('/rounds/[round]/changes', team),
	page('/rounds/[round]/compare/[question]', team),
	page('/rounds/[round]/review', coordinators),
	page('/rounds/[round]/queries', coordinators),
	page('/rounds/[round]/review/[response]', coordinators, {
		ask: {
			may: coordinators,
			form: () => ({
				id: randomUUID(),
				question: 'can_complain',
				kind: 'unclear',
				body: 'Which office?'
			})
		},
		sendBack: {
			may: coordinators,
			form: (ids) => ({ query: ids.repliedQueryId, body: 'Please name the year.' })
		},
		assign: {
			may: [...coordinators, ...lead],
			form: (ids) => ({ query: ids.queryId, account: ids.accounts.sokha })
		},
		close: {
			may: coordinators,
			form: (ids) => ({ query: ids.queryId, body: '', submission: '1' })
		},
		accept: { may: [], form: () => ({ submission: '1' }) },
		return: {
			may: coordinators,
			form: () => ({ reason: 'Sources are missing.', submission: '1' })
		},
		reopen: { may: [], form: () => ({ reason: 'A law has changed.' }) }
	}),
	page('/rounds/[round]/dataset', ['rina', 'edi', 'rudi'], {
		default: {
			may: ['rina', 'edi'],
			form: () => ({ kind: 'public', format: 'csv_long', language: 'en' })
		}
	}),
	page('/rounds/[round]/dataset/[dataset]/file', coordinators),
	page('/rounds/[round]/delegations/[delegation]', team, {
		status: { may: coordinators, form: () => ({ status: 'declined', reason: 'They wrote to us.' }) }
	}),
	page('/rounds/[round]/settings', coordinators, {
		days: {
			may: coordinators,
			form: () => ({ name: '2026', opensOn: '2026-02-01', closesOn: '2099-12-30' })
		},
		close: { may: coordinators, form: () => ({}) },
		open: { may: coordinators, form: () => ({}) },
		country: { may: coordinators, form: () => ({ listed: 'TL', code: '', ownName: '' }) },
		delegation: {
			may: coordinators,
			form: () => ({ country: 'KH', delegationName: 'Second voice' })
		},
		invite: {
			may: coordinators,
			form: (ids) => ({ delegationId: ids.delegationId, email: 'lead@example.org', language: 'en' })
		}
	}),
	page('/studies/new', ['rina', 'citra'], {
		default: { may: ['rina', 'citra'], form: () => ({ name: 'A new study' }) }
	}),
	page('/studies/[study]', team, { cell: cellSizeAction }),
	page('/studies/[study]/rounds/new', coordinators, {
		default: {
			may: coordinators,
			form: (ids) => ({
				name: '2027',
				opensOn: '2027-01-01',
				closesOn: '2027-12-31',
				questionnaireVersionId: ids.versionId,
				countries: 'KH',
				ownCountries: ''
			})
		}
	}),
	page('/studies/[study]/audit', coordinators),
	page('/studies/[study]/people', coordinators, {
		invite: {
			may: coordinators,
			form: () => ({ email: 'editor@example.org', role: 'editor', language: 'en', delegation: '' })
		},
		revoke: revoke(coordinators, 'study'),
		removeMember: {
			may: coordinators,
			form: (ids) => ({ account: ids.accounts.rudi, role: 'reader' })
		},
		removeRepresentative: {
			may: ['rina'],
			form: (ids) => ({ account: ids.accounts.budi, delegation: ids.otherDelegationId })
		}
	}),
	page('/respond/[delegation]/aside', own),
	page('/respond/[delegation]/changes', own),
	page('/studies/[study]/questionnaires', coordinators),
	page('/studies/[study]/questionnaires/new', coordinators, {
		upload: { may: coordinators, file: workbook, form: () => ({ questionnaire: '' }) },
		version: { may: coordinators, form: (ids) => ({ versionId: ids.versionId }) },
		empty: { may: coordinators, form: () => ({ title: 'From nothing' }) }
	}),
	page('/studies/[study]/questionnaires/[questionnaire]', coordinators, {
		draft: { may: coordinators, form: (ids) => ({ versionId: ids.versionId }) }
	}),
	page('/studies/[study]/questionnaires/versions/[version]/file', coordinators),
	page('/studies/[study]/questionnaires/drafts/[draft]', coordinators, {
		upload: { may: coordinators, file: workbook, form: () => ({ revision: '1' }) },
		publish: { may: coordinators, form: () => ({ revision: '2', version: '9' }) },
		// Published just before, so there is nothing left to throw away.
		discard: { may: [], form: () => ({}) }
	}),
	page('/studies/[study]/questionnaires/drafts/[draft]/difference', coordinators),
	page('/studies/[study]/questionnaires/drafts/[draft]/preview', coordinators, {
		// Stores nothing.
		default: { may: [], form: () => ({ area: 'justice', language: 'en', answers: '{}' }) }
	}),
	page('/studies/[study]/questionnaires/drafts/[draft]/file', coordinators),
	page('/rounds/[round]/settings/version', coordinators, {
		default: {
			may: coordinators,
			form: (ids) => ({ versionId: ids.nextVersionId, reason: 'Mended words.' })
		}
	}),
	...editorPages,
	checkPage,
	...groupRoutes,
	...comparedRoutes,
	...consentRoutes,
	...transcriptRoutes,
	...roomRoutes,
	...codingRoutes,
	...agreementRoutes,
	...quoteRoutes,
	...qdaRoutes
]);

/** Routes for visitors, whose own tests are elsewhere: sign-in, links, language. */
export const VISITOR_ROUTES: ReadonlySet<string> = new Set([
	'/sign-in',
	'/sign-in/code',
	'/sign-out',
	'/forgot',
	'/reset/[token]',
	'/invitation/[token]',
	'/setup/[token]',
	'/help',
	'/help/[token]',
	'/query/[token]',
	'/part/[token]',
	'/language',
	'/account',
	'/account/second-factor'
]);
