import type { Exposure } from '#lib/xlsform/definition.ts';
import type { DatasetKind } from '#lib/terms.ts';

/** Rule R4: the exposures a dataset of each kind may contain, of answers and of evidence. */
export const EXPOSED: Record<DatasetKind, readonly Exposure[]> = {
	public: ['public'],
	study_team: ['public', 'study_team'],
	working: ['public', 'study_team', 'coordinators']
};

/** Rule R8: only the working dataset contains what has not been accepted. */
export function acceptedOnly(kind: DatasetKind): boolean {
	return kind !== 'working';
}
