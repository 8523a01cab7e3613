import { navItems } from '#lib/components/ui/navItems.ts';
import { countWaiting } from '#lib/server/http/deviceCookies.ts';
import { requireContext } from '#lib/server/http/guard.ts';
import { getNavigation } from '#lib/server/studies/navigation.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const ctx = requireContext(event);
	return {
		account: { name: event.locals.signedIn!.account.name },
		/** In whose name the forms of the page are written. */
		writer: event.locals.otherWriter ?? event.locals.signedIn!.account.id,
		/** What this device says it has not sent yet. */
		waiting: countWaiting(event),
		// In words from here, so that the one page with a script need not bring them along.
		nav: navItems(await getNavigation(ctx, event.params), event.url.pathname)
	};
};
