import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

const passwordMissing = 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n';

let offboarding: Offboarding;
let proxy: Server;
let respond: (socket: Socket) => void;
beforeEach(async () => {
	offboarding = await startOffboarding();
	proxy = createServer((socket) => {
		socket.once('data', () => {
			respond(socket);
		});
	}).listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(async () => {
	delete process.env['HTTPS_PROXY'];
	proxy.close();
	await offboarding.tenant.stop();
});

const run = async (operation: string) =>
	await offboarding.run(operation, [[ADA, ADAS]], {
		credential: {
			...offboarding.credential,
			baseUrl: 'https://tenant.example/AdminInterface/restapi',
		},
		options: { maxTries: 1, timeout: 5 },
	});

test('a proxy that hangs up, as one that is restarted does, is named as the proxy', async () => {
	respond = (socket) => socket.end();
	const { thrown } = await run('unassign');
	expect(thrown?.message).toMatch(
		/the request did not reach RSA: the proxy on the way to the host closed the connection$/,
	);
});

test.each(['unassign', 'delete'])(
	'a proxy that wants a password: %s says where to put it, also where it looks up first',
	async (operation) => {
		respond = (socket) => socket.end(passwordMissing);
		const { thrown } = await run(operation);
		expect(thrown?.description).toContain('HTTPS_PROXY');
	},
);
