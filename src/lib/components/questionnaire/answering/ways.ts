import type { Save, SendResult } from '#lib/client/saves.ts';
import { sendAnswers } from '#lib/client/sendAnswers.ts';
import { whenIdle } from '#lib/client/whenIdle.ts';
import { whenTouched } from '#lib/client/whenTouched.ts';
import { WAITING_COOKIE } from '#lib/offline/cookies.ts';
import type { Device, Told } from '#lib/offline/device.ts';
import type { AreaView } from './areaView.ts';

/** The ways out of a page, so that a device without a network can give others. */
export interface Ways {
	send: (save: Save) => Promise<SendResult>;
	/** The server knows more than the page: two texts kept, a colleague's new entry. */
	reload: () => void;
	/** What keeps texts on this device, or null where nothing can be kept now. */
	openDevice?: (told: Told) => Promise<Device | null>;
}

/** Those of the page of an area; `view` gives it as last loaded, `page` is what it is called by. */
export function waysOut(view: () => AreaView, page: string, reload: () => void) {
	/** Whoever opened it, whoever signs in meanwhile. */
	const writer = view().me;
	let isTime: Promise<void> | undefined;
	return {
		send(save: Save) {
			const { home, area, responseId: response } = view();
			return sendAnswers({ here: `${home}/${area}`, response, writer, page }, save);
		},
		reload,
		async openDevice(told: Told) {
			// What waits here is sent at once; all else has time until somebody is at the page.
			isTime ??= document.cookie.includes(`${WAITING_COOKIE}=`) ? whenIdle() : whenTouched();
			await isTime;
			return (await import('#lib/offline/device.ts')).openDevice(view(), told);
		}
	} satisfies Ways;
}
