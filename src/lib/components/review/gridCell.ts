/** A delegation's response in one area; `hidden` where the reader does not see it. */
export interface GridCell {
	area: string;
	responseId: string | null;
	state: 'not_started' | 'draft' | 'submitted' | 'returned' | 'accepted' | 'reopened' | 'hidden';
	answered: number;
	asked: number;
	submission: number;
}
