import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** There is nothing to see before signing in: which studies exist is nobody's business (R14). */
export const load: PageServerLoad = ({ locals }) =>
	redirect(303, locals.signedIn ? '/home' : '/sign-in');
