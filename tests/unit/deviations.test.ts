import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KNOWN_DEVIATIONS, ORACLE_FAILURES, WALKED_AROUND } from '../support/knownDeviations.ts';

const FILE = 'docs/deviations.md';

const text = `# Where our engine and that of ODK Web Forms differ

Printed from \`tests/support/knownDeviations.ts\` by \`tests/unit/deviations.test.ts\`; run it with
\`UPDATE_DOCS=1\` after changing the list. \`tests/unit/xformsEngine.test.ts\` walks both engines side
by side, on our baseline, on drawn questionnaires and on real workbooks, and lets nothing else pass.

## Differences

| About | Reason |
| --- | --- |
${KNOWN_DEVIATIONS.map(({ field, reason }) => `| ${field} | ${reason} |`).join('\n')}

## What the walks keep away from

${WALKED_AROUND.map((each) => `- ${each}`).join('\n')}

## Forms the oracle cannot open

| Form | Reason |
| --- | --- |
${ORACLE_FAILURES.map(({ form, reason, always }) => `| ${form} | ${reason}${always ? '' : ' (with certain answers)'} |`).join('\n')}
`;

test('docs/deviations.md says what the list says', () => {
	if (process.env.UPDATE_DOCS) writeFileSync(FILE, text);
	expect(readFileSync(FILE, 'utf8')).toBe(text);
});
