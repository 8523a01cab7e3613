import { actWords } from '#lib/treaties/actWords.ts';
import {
	countryWords,
	precisionWords,
	rulingWords,
	statusWords
} from '#lib/components/treaties/words.ts';
import { m } from '#lib/paraglide/messages.js';
import type { TreatyMatrix } from '#lib/server/treaties/pages.ts';
import type { ListedClaim } from '#lib/treaties/listedClaim.ts';
import { precisionOf } from '#lib/treaties/partialDate.ts';

/** Never a person's name: a table travels further than a page. */
function fromWords(claim: ListedClaim): string {
	if (!claim.claimedBy) return m.treaties_from_list();
	return claim.delegationId ? m.treaties_from_delegation() : m.treaties_from_team();
}

/** One row for each claim that was not withdrawn, in the order of the matrix. */
export function claimRows({ claims, cells, instruments, countries }: TreatyMatrix): string[][] {
	return instruments.flatMap(({ code, short }) =>
		countries.flatMap((country) =>
			claims
				.filter((claim) => claim.instrument === code && claim.country === country.code)
				.filter(({ isWithdrawn }) => !isWithdrawn)
				.map((claim) => [
					code,
					short,
					country.code,
					countryWords(country),
					claim.territory,
					statusWords[cells[`${country.code}/${code}`]!.status][1](),
					actWords[claim.action](),
					claim.happenedOn ?? '',
					claim.happenedOn ? precisionWords[precisionOf(claim.happenedOn)]() : '',
					claim.note,
					claim.source,
					claim.link ?? '',
					claim.asOf,
					fromWords(claim),
					claim.isVerified ? m.treaties_verified() : m.treaties_unverified(),
					claim.ruling ? rulingWords[claim.ruling]() : '',
					claim.rulingReason
				])
		)
	);
}
