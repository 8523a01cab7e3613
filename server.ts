/**
 * The server people start: the built application on PORT and HOST, shut down in order.
 * Plain http is served on loopback only or behind a proxy that ends TLS (set ORIGIN).
 */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { isIP } from 'node:net';
import { readConfig } from './src/lib/server/config.ts';
import { SECURITY_HEADERS } from './src/lib/server/http/securityHeaders.ts';
import { compressed } from './src/lib/server/http/compress.ts';

function quit(error: unknown): never {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

const config = await Promise.resolve()
	.then(() => readConfig(process.env))
	.catch(quit);

// Forms are checked against the page's own origin. Where no ORIGIN is set we serve loopback,
// under whatever name the person typed; names that are not this machine's are refused, so
// that no foreign site can point its name at us.
if (config.origin) process.env.ORIGIN = config.origin;
else process.env.PROTOCOL_HEADER = 'x-mufakat-protocol';
process.env.BODY_SIZE_LIMIT ??= '12M';

function isOwnHost(header: string | undefined): boolean {
	if (config.origin) return true;
	const name = (header ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
	return name === 'localhost' || name === config.host || isIP(name) !== 0;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let handler: Handler | undefined;

const server = createServer((request, response) => {
	request.headers['x-mufakat-protocol'] = 'http';
	// For files too, which are sent without the application: the offline shell is one. Scripts and
	// styles are no pages, and forty of them are fetched on slow lines.
	const isPart = request.url?.startsWith('/_app/immutable/');
	const headers = isPart ? { 'x-content-type-options': 'nosniff' } : SECURITY_HEADERS;
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	const refuse = (status: number, text: string) => {
		response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' });
		response.end(`${text}\n`);
	};
	if (!isOwnHost(request.headers.host))
		refuse(421, 'This Mufakat does not serve that name. Set ORIGIN to its public address.');
	else if (!handler) refuse(503, 'Mufakat is starting. Try again in a moment.');
	else handler(request, response);
});
server.requestTimeout = 60_000;
server.headersTimeout = 15_000;
server.keepAliveTimeout = 65_000;
server.on('error', (error: NodeJS.ErrnoException) =>
	quit(
		error.code === 'EADDRINUSE'
			? `Port ${config.port} is taken. Stop what listens there or set PORT to another.`
			: error
	)
);

// The port is taken before the database is opened: where it is not free, nothing has been touched.
server.listen(config.port, config.host, () => {
	// Made by the build, so not there when types are checked.
	const built = './build/handler.js';
	import(built)
		.then((made: { handler: Handler }) => (handler = compressed(made.handler)))
		.catch(quit);
});

let isStopping = false;
function stop(): void {
	if (isStopping) return;
	isStopping = true;
	server.close(() => void 0);
	server.closeIdleConnections();
	setTimeout(() => server.closeAllConnections(), 2_000).unref();
	const { mufakatStop } = globalThis as { mufakatStop?: () => Promise<void> };
	void Promise.resolve(mufakatStop?.()).finally(() => process.exit(0));
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
