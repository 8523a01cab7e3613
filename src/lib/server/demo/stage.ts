import type { Context, SystemContext } from '../context.ts';
import type { Definition } from '#lib/xlsform/definition.ts';
import type { Login } from './people.ts';
import type { Filled } from './fillArea.ts';
import type { PlannedDelegation, PlannedRound, Stage } from './plan.ts';
import type { Voice } from './sentences.ts';

/** What everything that fills the demo works with. */
export interface Demo {
	system: SystemContext;
	studyId: string;
	versionId: string;
	definition: Definition;
	/** Account ids by login. */
	people: Record<Login, string>;
	/** How many conversations were written so far. */
	threads: number;
}

/** A round that was set up, with the plan it follows. */
export interface DemoRound {
	id: string;
	plan: PlannedRound;
	opensOn: string;
	/** Delegation ids by key of the plan. */
	delegations: Record<string, string>;
}

/** One area of one delegation, once its answers are saved. */
export interface Prepared {
	delegation: PlannedDelegation;
	delegationId: string;
	responseId: string;
	area: string;
	stage: Stage;
	voice: Voice;
	/** Who saved the answers. */
	author: Login;
	filled: Filled;
	times: Times;
}

/** When an area moved, as far as it did. */
export interface Times {
	saved: Date;
	submitted: Date;
	decided: Date;
}

/** A context in which this person acts. Nobody is woken: the mails of the demo wait. */
export function as(demo: Demo, login: Login): Context {
	const accountId = demo.people[login];
	if (!accountId) throw new Error(`The demo has no account ${login}`);
	return { ...demo.system, wake: () => {}, actor: { accountId } };
}
