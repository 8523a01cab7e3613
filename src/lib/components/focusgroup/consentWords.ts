import type { ConsentState } from '#lib/focusgroups/consentState.ts';
import { m } from '#lib/paraglide/messages.js';
import type { WithdrawalScope } from '#lib/terms.ts';

interface Worded {
	glyph: string;
	words: () => string;
	/** A class of states in content.css; the words never stand for less than the colour. */
	tone: string;
}

/** How far a consent goes, as people say it. */
export const consentStates: Record<ConsentState, Worded> = {
	named: { glyph: '✓', words: m.groups_consent_named, tone: 'accepted' },
	organisation: { glyph: '✓', words: m.groups_consent_organisation, tone: 'accepted' },
	country: { glyph: '✓', words: m.groups_consent_country, tone: 'accepted' },
	unnamed: { glyph: '◐', words: m.groups_consent_unnamed, tone: 'returned' },
	background: { glyph: '○', words: m.groups_consent_background, tone: 'draft' },
	refused: { glyph: '×', words: m.groups_consent_refused, tone: 'withdrawn_for_safety' },
	not_asked: { glyph: '?', words: m.groups_consent_not_asked, tone: 'not_started' },
	expired: { glyph: '!', words: m.groups_consent_expired, tone: 'withdrawn_for_safety' },
	took_back: { glyph: '↩', words: m.groups_consent_took_back, tone: 'withdrawn_for_safety' }
};

/** What somebody took back. */
export const withdrawals: Record<WithdrawalScope, () => string> = {
	identity: m.groups_took_back_identity,
	quotes: m.groups_took_back_quotes,
	future_use: m.groups_took_back_future_use,
	all: m.groups_took_back_all
};
