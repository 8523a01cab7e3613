import { expect, test } from 'vitest';
import { localPath } from '#lib/server/http/signInFlow.ts';
import { deviceOf } from '#lib/server/sessions/device.ts';

test.each(['/home', '/rounds/1/grid?area=2#q7', '/a//b', '/%2F%2Fevil.example'])(
	'%s is a path of this site',
	(path) => {
		expect(localPath(path)).toBe(path);
	}
);

test.each([
	'https://evil.example',
	'//evil.example',
	'/\\evil.example',
	'\\\\evil.example',
	'/\t/evil.example',
	'/\n/evil.example',
	'/x/..//evil.example',
	'javascript:alert(1)',
	'home',
	'',
	null,
	['/home']
])('%j leads home, not away', (path) => {
	expect(localPath(path)).toBe('/home');
});

test('a device is named by browser and system, and by nothing else', () => {
	const phone =
		'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';
	expect(deviceOf(phone)).toBe('Chrome · Android');
	expect(deviceOf('curl/8')).toBe('');
	expect(deviceOf(null)).toBe('');
});
