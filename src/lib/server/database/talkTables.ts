import type { Generated, JSONColumnType } from 'kysely';
import type { Text } from '#lib/xlsform/definition.ts';

/** Comments inside a delegation, mentions in them, and what people are to be told. Columns as in Tables. */
export interface TalkTables {
	notices: {
		id: Generated<string>;
		account_id: string;
		/** A NoticeKind of mail/notice.ts. */
		kind: string;
		study_id: string;
		delegation_id: string;
		path: string;
		area: JSONColumnType<Text> | null;
		query_id: string | null;
		/** See Notice of mail/notice.ts. */
		subject: string | null;
		created_at: Generated<Date>;
		mailed_at: Date | null;
	};
	comments: {
		/** Made by the page. */
		id: string;
		delegation_id: string;
		response_id: string;
		/** Key of an answer; null is the whole area. */
		question: string | null;
		/** Empty once removed. */
		body: string;
		author_id: string;
		created_at: Generated<Date>;
		removed_at: Date | null;
	};
	comment_mentions: {
		comment_id: string;
		account_id: string;
		delegation_id: string;
		read_at: Date | null;
	};
}
