/** Who may do what: the closed set of verbs and the roles that hold each. */
export const ROLES = [
	'focal_point',
	'representative',
	'helper',
	'coordinator',
	'editor',
	'note_taker',
	'reader',
	'study_creator',
	'administrator'
] as const;
export type Role = (typeof ROLES)[number];

export const VERBS = {
	'answer.read': ['focal_point', 'representative', 'helper'],
	'answer.save': ['focal_point', 'representative'],
	'evidence.add': ['focal_point', 'representative'],
	'evidence.remove': ['focal_point', 'representative'],
	'conflict.resolve': ['focal_point', 'representative'],
	'response.submit': ['focal_point'],
	'response.mark_ready': ['focal_point', 'representative'],
	'handout.give': ['focal_point'],
	'handout.link': ['focal_point'],
	'proposal.make': ['focal_point', 'representative', 'helper'],
	'proposal.settle': ['focal_point'],
	'comment.write': ['focal_point', 'representative', 'helper'],
	'paper.make': ['focal_point', 'representative'],
	'paper.import': ['focal_point', 'representative'],
	'carry.mark': ['focal_point', 'representative'],
	'response.review': ['coordinator'],
	'response.accept': ['coordinator'],
	'response.return': ['coordinator'],
	'response.reopen': ['coordinator'],
	'response.compare': ['coordinator', 'editor', 'note_taker', 'reader'],
	'query.open': ['coordinator'],
	'query.reply': ['focal_point', 'representative'],
	'query.assign': ['coordinator', 'focal_point'],
	'query.close': ['coordinator'],
	'query.send_back': ['coordinator'],
	'colleague.invite': ['focal_point'],
	'colleague.remove': ['focal_point'],
	'study.create': ['study_creator'],
	'study.people': ['coordinator'],
	'round.create': ['coordinator'],
	'round.change': ['coordinator'],
	'round.move': ['coordinator'],
	'round.read': ['coordinator', 'editor', 'note_taker', 'reader'],
	'questionnaire.read': ['coordinator'],
	'questionnaire.edit': ['coordinator'],
	'questionnaire.publish': ['coordinator'],
	'delegation.create': ['coordinator'],
	'delegation.change': ['coordinator'],
	'delegation.invite': ['coordinator'],
	'member.invite': ['coordinator'],
	'member.remove': ['coordinator'],
	'dataset.list': ['coordinator', 'editor', 'reader'],
	'dataset.make': ['coordinator', 'editor'],
	'dataset.make_working': ['coordinator'],
	'audit.read': ['coordinator'],
	'instance.administer': ['administrator']
} as const satisfies Record<string, readonly Role[]>;

export type Verb = keyof typeof VERBS;

/** true when one of the roles held may do `verb`. */
export function mayDo(verb: Verb, held: readonly string[]): boolean {
	return (VERBS[verb] as readonly string[]).some((role) => held.includes(role));
}
