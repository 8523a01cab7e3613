/**
 * What each sealed value is bound to, so that bytes moved to another row do not open there. In one
 * place, because a change of keys must open and seal all of them.
 */
export const sealedPlace = {
	/** Who a participant is; by the participant's id. */
	identity: (participantId: string): string => `identity ${participantId}`,
	/** Names an import replaced; by the row's id. */
	replacements: (id: string): string => `replacements ${id}`,
	/** The secret of a second factor; by the account's id. */
	secondFactor: (accountId: string): string => `second factor ${accountId}`
};
