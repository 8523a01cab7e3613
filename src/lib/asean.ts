/**
 * The member states of ASEAN: what the forms offer when a round is set up. A study may ask
 * any other country; nothing in the code assumes this list.
 *
 * Codes are ISO 3166-1 alpha-2, languages BCP 47. `profile` is the usual side in labour
 * migration; a round's own answers say more.
 */
export interface MemberState {
	code: string;
	name: { en: string; id: string };
	/** Official or widely used languages, the most used first. */
	languages: readonly string[];
	profile: 'origin' | 'destination' | 'both';
	/** Year of joining. */
	since: number;
}

export const memberStates: readonly MemberState[] = [
	{
		code: 'BN',
		name: { en: 'Brunei Darussalam', id: 'Brunei Darussalam' },
		languages: ['ms', 'en'],
		profile: 'destination',
		since: 1984
	},
	{
		code: 'KH',
		name: { en: 'Cambodia', id: 'Kamboja' },
		languages: ['km'],
		profile: 'origin',
		since: 1999
	},
	{
		code: 'ID',
		name: { en: 'Indonesia', id: 'Indonesia' },
		languages: ['id'],
		profile: 'origin',
		since: 1967
	},
	{
		code: 'LA',
		name: { en: 'Lao PDR', id: 'Laos' },
		languages: ['lo'],
		profile: 'origin',
		since: 1997
	},
	{
		code: 'MY',
		name: { en: 'Malaysia', id: 'Malaysia' },
		languages: ['ms', 'en', 'zh', 'ta'],
		profile: 'destination',
		since: 1967
	},
	{
		code: 'MM',
		name: { en: 'Myanmar', id: 'Myanmar' },
		languages: ['my'],
		profile: 'origin',
		since: 1997
	},
	{
		code: 'PH',
		name: { en: 'Philippines', id: 'Filipina' },
		languages: ['fil', 'en'],
		profile: 'origin',
		since: 1967
	},
	{
		code: 'SG',
		name: { en: 'Singapore', id: 'Singapura' },
		languages: ['en', 'ms', 'zh-Hans', 'ta'],
		profile: 'destination',
		since: 1967
	},
	{
		code: 'TH',
		name: { en: 'Thailand', id: 'Thailand' },
		languages: ['th'],
		profile: 'both',
		since: 1967
	},
	{
		code: 'TL',
		name: { en: 'Timor-Leste', id: 'Timor-Leste' },
		languages: ['tet', 'pt', 'id', 'en'],
		profile: 'origin',
		since: 2025
	},
	{
		code: 'VN',
		name: { en: 'Viet Nam', id: 'Vietnam' },
		languages: ['vi'],
		profile: 'origin',
		since: 1995
	}
];

/** The member state with this code, or undefined. */
export function findMemberState(code: string): MemberState | undefined {
	return memberStates.find((state) => state.code === code);
}

/**
 * A country's name in `language`. A study may call a country as it likes: its own name for
 * one (`stored`) is translated only where it is the name this list gives.
 */
export function countryName(code: string, stored: string, language: string): string {
	const name = findMemberState(code)?.name;
	if (!name || (stored !== name.en && stored !== name.id)) return stored;
	return language === 'id' ? name.id : name.en;
}
