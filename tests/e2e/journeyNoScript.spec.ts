import { doMainJob } from './support/mainJob.ts';
import { test } from './support/test.ts';

test('the same without JavaScript', async ({ open }, info) => {
	test.setTimeout(300_000);
	await doMainJob(open, info, false);
});
