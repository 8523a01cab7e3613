/** Who is signed in, as every request knows them. */
export interface SignedIn {
	/** SHA-256 of the session's token, as stored. */
	sessionId: string;
	account: {
		id: string;
		email: string;
		name: string;
		language: string;
		isAdministrator: boolean;
		mayCreateStudies: boolean;
		hasSecondFactor: boolean;
	};
	/** true when this account must enrol or pass a second factor before anything else. */
	secondFactorDue: boolean;
}
