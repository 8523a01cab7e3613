import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultOf } from '#lib/server/http/fault.ts';

/** What the log keeps of a fault whose message quotes somebody's words. */
const words = fc
	.tuple(
		fc.constantFrom('', '\n', '\n    at home ', '\n    at the officer (say:1', '\r\n at '),
		fc.string({ unit: 'grapheme', maxLength: 40 })
	)
	.map(([before, after]) => `no room for ${before}plantedword${after}`);

test('keeps kind, code and places, and no word of the message, whatever it looks like', () => {
	fc.assert(
		fc.property(words, (message) => {
			const error = Object.assign(new TypeError(message), { code: 'P0001' });
			const fault = faultOf(error, false);
			expect(JSON.stringify(fault)).not.toContain('plantedword');
			expect(fault).toMatchObject({ error: 'TypeError', code: 'P0001' });
			// Or nothing would help to find it.
			expect(JSON.stringify(fault.at)).toContain('fault.test.ts');
			expect(faultOf(error, true).message).toBe(message);
		})
	);
});

test('of what is thrown and is no error only its type', () => {
	expect(faultOf('plantedword', true)).toEqual({ error: 'string' });
});
