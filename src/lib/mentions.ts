/** Who is called by “@Name” in a text. */

interface Named {
	id: string;
	name: string;
}

const folded = (text: string) => text.normalize('NFC').toLowerCase();

/**
 * Takes a text and the people it may call; gives the ids of those called by their whole name, or
 * by its first word where nobody else has the same. “@Dara” does not call “Daravuth”.
 */
export function mentionedIn(text: string, people: readonly Named[]): string[] {
	const firsts = people.map(({ name }) => folded(name).split(/\s+/)[0] ?? '');
	const calls = folded(text)
		.split(/(?<![\p{L}\p{N}])@/u)
		.slice(1);
	const isCalled = (name: string) =>
		name !== '' &&
		calls.some(
			(call) => call.startsWith(name) && !/^[\p{L}\p{M}\p{N}]/u.test(call.slice(name.length))
		);
	return people
		.filter(({ name }, at) => {
			const first = firsts[at]!;
			const isAlone = firsts.filter((other) => other === first).length === 1;
			return isCalled(folded(name)) || (isAlone && isCalled(first));
		})
		.map(({ id }) => id);
}
