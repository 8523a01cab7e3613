import { m } from '#lib/paraglide/messages.js';
import { Problem } from '../problem.ts';
import type { QdaRefusal } from './refusal.ts';
import type { QdaLocale } from './words.ts';

/** Why a file was not read, in words with the way out; the end of a sentence. */
export function refusalWords({ code, values }: QdaRefusal, locale: QdaLocale): string {
	const { most = '', what = '' } = values;
	const words = {
		empty: m.qda_refusal_empty({}, { locale }),
		type: m.qda_refusal_type({}, { locale }),
		too_large: m.qda_refusal_too_large({ most }, { locale }),
		too_many: m.qda_refusal_too_many({ what }, { locale }),
		bomb: m.qda_refusal_bomb({}, { locale }),
		encrypted: m.qda_refusal_encrypted({}, { locale }),
		no_project: m.qda_refusal_no_project({}, { locale }),
		two_projects: m.qda_refusal_two_projects({}, { locale }),
		xml: m.qda_refusal_xml({}, { locale }),
		broken: m.qda_refusal_broken({}, { locale }),
		time: m.qda_refusal_time({}, { locale })
	};
	return words[code];
}

/** The refusal as a Problem (422); `reason` is in English, pages say it again from `refusal`. */
export function qdaProblem(refusal: QdaRefusal): Problem {
	const { code, values } = refusal;
	return new Problem('qda_unreadable', {
		...values,
		refusal: code,
		reason: refusalWords(refusal, 'en')
	});
}
