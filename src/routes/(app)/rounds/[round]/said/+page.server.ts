import { delegationName } from '#lib/components/review/words.ts';
import { labelWords } from '#lib/components/review/labelWords.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { getSaidOverview, questionsAsked } from '#lib/server/coding/said.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { RELATIONS, VOTES } from '#lib/terms.ts';
import { textIn } from '#lib/xlsform/definition.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

/** Questions by countries: how what was said stands to what was answered. */
export const load: PageServerLoad = (event) =>
	loadPage(event, async (ctx) => {
		const { round, definition, delegations, relations, statements } = await getSaidOverview(
			ctx,
			event.params.round
		);
		const wanted = event.url.searchParams;
		const [area, show] = [wanted.get('area') ?? '', wanted.get('show') ?? ''];
		const country = wanted.get('country') ?? '';
		const relation = RELATIONS.find((each) => each === wanted.get('relation'));
		const say = (text: Parameters<typeof textIn>[0]) =>
			labelWords(textIn(text, getLocale(), definition.default_language));
		const counted = relations.filter((each) => !relation || each.relation === relation);
		const columns = [
			...delegations
				.filter(({ id }) => country === '' || id === country)
				.map((each) => ({ id: each.id as string | null, name: delegationName(each) })),
			...(country === '' ? [{ id: null, name: '' }] : [])
		];
		// A room answers for no country, and its vote is no relation: narrowed by these it is left out.
		const asked = country === '' && !relation ? statements : [];
		const areas = questionsAsked(definition);
		const rows = areas
			.filter((each) => area === '' || each.area.name === area)
			.flatMap(({ questions }) => questions)
			.map((question) => {
				const own = counted.filter(
					(each) =>
						each.question === question.name && (country === '' || each.delegationId === country)
				);
				const votes = asked
					.filter((each) => each.question === question.name)
					.map(({ id, counts }) => ({
						id,
						counts: VOTES.map((name) => ({ name, count: counts[name] }))
					}));
				return {
					votes,
					name: question.name,
					number: question.number,
					label: say(question.label),
					count: own.length + votes.length,
					cells: columns.map(({ id }) => {
						const here = own.filter((each) => each.delegationId === id);
						return RELATIONS.map((name) => ({
							name,
							count: here.filter((each) => each.relation === name).length
						})).filter(({ count }) => count > 0);
					})
				};
			})
			.filter(({ count }) => show === 'all' || count > 0);
		return {
			round: { id: round.id, name: round.name, study: round.study },
			hasVotes: asked.length > 0,
			columns: columns.map(({ name }) => name),
			rows,
			area,
			relation: relation ?? '',
			show,
			country,
			countries: delegations.map((each) => ({ value: each.id, label: delegationName(each) })),
			areas: areas.map(({ area: each }) => ({ value: each.name, label: say(each.title) })),
			total: relations.length
		};
	});
