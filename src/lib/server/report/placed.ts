/** A list in which `id` stands at `place`, from 0; the others keep their order. */
export function placed(ids: readonly string[], id: string, place: number): string[] {
	const others = ids.filter((each) => each !== id);
	others.splice(Math.max(0, Math.min(place, others.length)), 0, id);
	return others;
}
