import type { Definition, Question } from '../definition.ts';
import { isAudit } from './formTree.ts';

/** The question that asks for a log of the response, if there is one. */
export function auditOf(definition: Definition): Question | undefined {
	return definition.areas.flatMap((area) => area.questions).find(isAudit);
}

/** Whether a response gets an id of its own; a setting can do without. */
export function hasInstanceId(definition: Definition): boolean {
	return !/^(yes|true|true\(\))$/i.test(definition.settings?.omit_instanceID ?? '');
}
