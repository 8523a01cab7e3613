import { m } from '#lib/paraglide/messages.js';
import type { TreatyAct } from './acts.ts';

/** What a state did with a treaty, in words; on the server in any language. */
export const actWords: Record<TreatyAct, typeof m.treaties_act_signed> = {
	signed: m.treaties_act_signed,
	ratified: m.treaties_act_ratified,
	acceded: m.treaties_act_acceded,
	succeeded: m.treaties_act_succeeded,
	denounced: m.treaties_act_denounced,
	reservation: m.treaties_act_reservation,
	declaration: m.treaties_act_declaration,
	withdrew_reservation: m.treaties_act_withdrew_reservation,
	entry_into_force: m.treaties_act_entry_into_force,
	none: m.treaties_act_none
};
