import type { OfCountry } from './countryFigure.ts';

/** A source's title without the delegation's name: where a country has several it stands in brackets. */
export function withoutDelegation(
	title: string,
	{ names, delegation }: Pick<OfCountry, 'names'> & { delegation: string }
): string {
	if (delegation === '') return title;
	return names.reduce((left, name) => left.replaceAll(`${name} (${delegation})`, name), title);
}
