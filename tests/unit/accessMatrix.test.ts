import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessMatrix } from '../support/accessMatrix.ts';
import { mayDo } from '#lib/server/access/verbs.ts';

const FILE = 'docs/access.md';
const head = `# Who may do what

Printed from \`src/lib/server/access/verbs.ts\` by \`tests/unit/accessMatrix.test.ts\`; run it with
\`UPDATE_DOCS=1\` after changing a verb. Roles hold within one study or one delegation. What a role
may *see* is decided by row-level security in the database (docs/security.md).

`;

test('docs/access.md says what the code says', () => {
	const text = `${head}${accessMatrix()}\n`;
	if (process.env.UPDATE_DOCS) writeFileSync(FILE, text);
	expect(readFileSync(FILE, 'utf8')).toBe(text);
});

test('nobody but a delegation’s own people writes answers (rule R6)', () => {
	expect(mayDo('answer.save', ['coordinator', 'editor', 'administrator'])).toBe(false);
	expect(mayDo('answer.save', ['representative'])).toBe(true);
});
