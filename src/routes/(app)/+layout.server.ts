import { countWaiting } from '#lib/server/http/deviceCookies.ts';
import { requireContext } from '#lib/server/http/guard.ts';
import { getNavigation } from '#lib/server/studies/navigation.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const ctx = requireContext(event);
	return {
		account: { name: event.locals.signedIn!.account.name },
		/** What this device says it has not sent yet. */
		waiting: countWaiting(event),
		navigation: await getNavigation(ctx, event.params)
	};
};
