/** A delegation as the forms of this page name it. */
export interface SettingsDelegation {
	id: string;
	country: string;
	countryName: string;
	name: string;
	status: 'active' | 'no_respondent' | 'declined' | 'withdrawn_for_safety';
	members: number;
	pending: number;
}
