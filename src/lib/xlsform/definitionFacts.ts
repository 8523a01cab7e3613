import { type Definition, UNSEEN_TYPES } from './definition.ts';

/** What a list of questionnaires says of each. */
export interface DefinitionFacts {
	areas: number;
	/** Questions somebody answers: no notes, nothing computed. */
	questions: number;
	languages: string[];
}

/** How large a questionnaire is and in which languages. */
export function factsOf(definition: Definition): DefinitionFacts {
	const questions = definition.areas
		.flatMap((area) => area.questions)
		.filter(({ type }) => type !== 'note' && !UNSEEN_TYPES.includes(type));
	return {
		areas: definition.areas.length,
		questions: questions.length,
		languages: [...definition.languages]
	};
}
