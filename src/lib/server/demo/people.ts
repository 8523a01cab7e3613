import { memberStates, countryName } from '#lib/asean.ts';
import { createAccount } from '../accounts/accounts.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../accounts/demoAccounts.ts';
import { type PasswordHash, hashPassword } from '../accounts/password.ts';
import type { SystemContext } from '../context.ts';
import { asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { SECOND_NAME } from './plan.ts';

/** The part of the address before `@demo.example`. */
export type Login = string;

/** The account that is made last: where it is there, the demo data are complete. */
export const LAST: Login = 'admin';

/** Leads the second delegation from Malaysia; not among the accounts the sign-in page offers. */
export const SECOND: Login = 'my2';

// Everyone's family name is the word for "sample", so that nobody real is meant.
const NAMES: Record<Login, string> = {
	bn: 'Aminah Sample',
	kh: 'Sokha Sample',
	kh2: 'Dara Sample',
	kh3: 'Chanthy Sample',
	id: 'Budi Contoh',
	la: 'Noy Sample',
	my: 'Farah Sample',
	my2: 'Devi Sample',
	mm: 'Thiri Sample',
	ph: 'Luz Sample',
	sg: 'Mei Sample',
	th: 'Ploy Sample',
	tl: 'Joana Sample',
	vn: 'Linh Sample',
	coordinator: 'Rina Sample',
	editor: 'Edi Sample',
	notetaker: 'Nadia Sample',
	reader: 'Rudi Sample',
	admin: 'Ana Sample'
};

const INDONESIAN = new Set<Login>(['id', 'tl']);

export const emailOf = (login: Login) => `${login}@demo.example`;
const loginOf = (email: string): Login => email.slice(0, email.indexOf('@'));

/** Who leads the delegation with this key of the plan. */
export const leaderOf = (key: string): Login => key.toLowerCase();

/** An organisation that says of itself that it does not exist. */
export function organisationOf(login: Login): string {
	if (login === SECOND) return SECOND_NAME;
	if (login === 'kh2' || login === 'kh3')
		return 'Sample Returnees’ Association, Cambodia (invented)';
	const code = login.toUpperCase();
	const state = memberStates.find((one) => one.code === code);
	return state
		? `Sample Workers’ Network, ${countryName(code, state.name.en, 'en')} (invented)`
		: '';
}

/**
 * Makes every demo account but the last, those that are there already excepted; gives their
 * ids by login. All share one hash: hashing takes long on purpose.
 */
export async function createPeople(
	system: SystemContext
): Promise<{ ids: Record<Login, string>; passwordHash: PasswordHash }> {
	const passwordHash = await hashPassword(DEMO_PASSWORD);
	const logins = [...DEMO_ACCOUNTS.map((account) => loginOf(account.email)), SECOND];
	const ids = await asSystem(system.db, async (trx) => {
		const made: Record<Login, string> = {};
		for (const login of logins)
			if (login !== LAST) made[login] = await createPerson(trx, login, passwordHash);
		return made;
	});
	return { ids, passwordHash };
}

/** Makes one demo account, or finds it; gives its id. */
export async function createPerson(
	trx: Trx,
	login: Login,
	passwordHash: PasswordHash
): Promise<string> {
	const found = await trx
		.selectFrom('accounts')
		.select('id')
		.where('email', '=', emailOf(login))
		.executeTakeFirst();
	if (found) return found.id;
	return createAccount(trx, {
		email: emailOf(login),
		name: NAMES[login] ?? 'Sample',
		language: INDONESIAN.has(login) ? 'id' : 'en',
		passwordHash,
		isAdministrator: login === LAST,
		mayCreateStudies: login === 'coordinator'
	});
}
