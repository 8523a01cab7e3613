/** A form for one claim, new or come back with what is wrong. */
export interface ClaimForm {
	data: {
		id: string;
		action: string;
		happenedOn: string;
		territory: string;
		note: string;
		source: string;
		link: string;
		asOf: string;
	};
	errors: Partial<Record<keyof ClaimForm['data'], string[]>>;
}
