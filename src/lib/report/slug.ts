/** A title as a part of an address: small letters, digits and single hyphens; '' where nothing is left. */
export function slugOf(title: string, most = 60): string {
	return title
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[\u0300-\u036F'’]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, most)
		.replace(/^-+|-+$/g, '');
}

/** The first of `base`, `base-2`, `base-3` … that is not taken; takes it. */
export function uniqueIn(taken: Set<string>, base: string): string {
	let slug = base;
	for (let more = 2; taken.has(slug); more++) slug = `${base}-${more}`;
	taken.add(slug);
	return slug;
}
