import { m } from '#lib/paraglide/messages.js';
import type { DefinitionProblem } from '#lib/xlsform/checkDefinition.ts';

type Wording = (inputs: { name: string; message: string }) => string;

/**
 * A problem of a questionnaire in the page's language. Codes without words of their own are
 * said in the plain English of the check.
 */
export function definitionProblemText({ code, message }: DefinitionProblem): string {
	const wording = (m as unknown as Record<string, Wording>)[`editor_problem_${code}`];
	if (!wording) return message;
	// The check names what is wrong in quotation marks, and a cycle after a colon.
	const quoted = /“([^”]*)”/.exec(message)?.[1];
	return wording({ name: quoted ?? message.slice(message.indexOf(':') + 1).trim(), message });
}
