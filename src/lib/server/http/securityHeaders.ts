/** What every answer of this server says, files included: a page here is in nobody's frame. */
export const SECURITY_HEADERS = {
	'referrer-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'permissions-policy':
		'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()'
};
