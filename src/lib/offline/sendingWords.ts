import { m } from '#lib/paraglide/messages.js';
import type { SendingState } from './sending.ts';
import { type Waiting, tallyOf } from './waiting.ts';

/** How sending stands, in words; '' where nothing waits and nothing was sent. */
export function sendingWords(sending: SendingState, waiting: Waiting): string {
	const { count, refused } = tallyOf(waiting);
	const isUnderWay = sending.kind === 'sending' || (sending.kind === 'sent' && count > refused);
	if (isUnderWay) return m.offline_state_sending({ count });
	if (sending.kind === 'sent' && count === 0) return m.offline_state_sent();
	if (refused > 0 && refused === count) return m.offline_state_refused({ count });
	if (sending.kind !== 'waiting') return count === 0 ? '' : m.offline_waiting_notice({ count });
	switch (sending.why) {
		case 'signed_out':
			return m.offline_state_signed_out({ count });
		case 'other_account':
			return m.offline_state_other({ count });
		case 'busy':
			return m.offline_state_busy({ count });
		case 'offline':
			return count === 0 ? m.offline_state_offline() : m.offline_state_waiting({ count });
	}
}
