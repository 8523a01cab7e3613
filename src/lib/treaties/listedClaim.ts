import type { Claim } from './status.ts';

/** A claim with where it comes from and what was decided on it. */
export interface ListedClaim extends Claim {
	country: string;
	instrument: string;
	note: string;
	source: string;
	link: string | null;
	/** null: it came with Mufakat. The name is null where the reader may not know the person. */
	claimedBy: { id: string; name: string | null } | null;
	/** From which delegation, if from one. */
	delegationId: string | null;
	madeAt: Date;
	verifiedBy: string | null;
	verifiedAt: Date | null;
	rulingReason: string;
	ruledBy: string | null;
	ruledAt: Date | null;
}
