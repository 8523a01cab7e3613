import type { LayoutServerLoad } from './$types';

/** Someone who is signed in may come here too, with an invitation for example. */
export const load: LayoutServerLoad = ({ locals }) => ({
	accountName: locals.signedIn?.account.name
});
