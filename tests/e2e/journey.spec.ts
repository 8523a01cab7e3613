import { doMainJob } from './support/mainJob.ts';
import { test } from './support/test.ts';

test('a study from its first page to its dataset', async ({ open }, info) => {
	test.setTimeout(300_000);
	await doMainJob(open, info, true);
});
