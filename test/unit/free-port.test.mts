import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';

import { describe, expect, test } from '@jest/globals';

import { freePort } from '../../sandbox/n8n/free-port.mts';

const outOfPorts = /None of the/;

describe('the port of a server that listens later', () => {
	test('is given once, although nobody listens on it yet', async () => {
		// Ports that no other run of this test has claimed.
		const range = { first: 10_000 + 16 * randomInt(500), count: 8 };

		const ports = await portsUntilNoneIsLeft(async () => await freePort(range));

		expect(ports).not.toHaveLength(0);
		expect(new Set(ports).size).toBe(ports.length);
	});

	test('is none on which somebody else listens', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;

		await expect(freePort({ first: port, count: 1 })).rejects.toThrow(outOfPorts);

		await new Promise((resolve) => other.close(resolve));
	});

	test('is none that Linux, macOS or Windows may give to a client', async () => {
		expect(await freePort()).toBeLessThan(32_768);
	});
});

/** At most 100, so that a test whose claims do not count ends, too. */
async function portsUntilNoneIsLeft(nextPort: () => Promise<number>): Promise<number[]> {
	const ports: number[] = [];
	while (ports.length < 100) {
		try {
			ports.push(await nextPort());
		} catch (error) {
			expect(String(error)).toMatch(outOfPorts);
			return ports;
		}
	}
	return ports;
}
