import { m } from '#lib/paraglide/messages.js';
import { getMemoPage } from '#lib/server/coding/memoList.ts';
import { loadPage } from '#lib/server/http/guard.ts';
import { sendCsv } from '#lib/server/http/sendCsv.ts';
import { viewMemo } from '../memosView.server.ts';
import type { RequestHandler } from './$types';

/** Every memo one may read as a table, with its place. */
export const GET: RequestHandler = async (event) => {
	const { memos } = await loadPage(event, (ctx) => getMemoPage(ctx, event.params.study, {}));
	const header = [
		m.coding_memos_about(),
		m.coding_memos_col_place(),
		m.coding_memos_col_words(),
		m.coding_memos_col_memo(),
		m.coding_memos_col_author(),
		m.coding_memos_col_when(),
		m.coding_memo_who_reads()
	];
	const rows = memos
		.map(viewMemo)
		.map((memo) => [
			memo.scope,
			memo.place.join(' · '),
			memo.words ?? '',
			memo.body,
			memo.author ?? '',
			memo.changedAt.toISOString(),
			memo.visibility === 'private' ? m.coding_memo_private_short() : m.coding_memo_team_short()
		]);
	return sendCsv('memos.csv', header, rows);
};
