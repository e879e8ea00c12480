import { Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import {
	startTenant,
	type AdministrationKey,
	type Fault,
	type FaultShares,
	type JournalEntry,
	type Tenant,
	type TenantOptions,
} from '../../sandbox/tenant/tenant.mts';

const owner = { userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d' };
const serialNumbers = ['000000000001', '000000000002', '000000000003', '000000000004'];
const [first = '', ...others] = serialNumbers;
const noon = new Date('2026-03-01T12:00:00.000Z');
/** Longer than any test: whoever waits for it, waits in vain. */
const forever = 10 * 60_000;

let tenant: Tenant;
let key: AdministrationKey;
let clock: Date;

beforeEach(async () => {
	clock = noon;
	await start();
});

afterEach(async () => {
	jest.restoreAllMocks();
	await tenant.stop();
});

async function start(options: TenantOptions = {}): Promise<void> {
	tenant = await startTenant({
		users: [owner],
		hardwareTokens: serialNumbers.map((tokenSerialNumber) => ({
			tokenSerialNumber,
			userId: owner.userId,
			pinSet: true,
		})),
		now: () => clock,
		...options,
	});
	key = tenant.issueKey();
}

/** For tests of what a tenant is started with. */
async function restart(options: TenantOptions): Promise<void> {
	await tenant.stop();
	await start(options);
}

async function send(
	method: 'PATCH' | 'POST',
	path: string,
	tokenSerialNumber: string,
	{ jwt, ...config }: AxiosRequestConfig & { readonly jwt?: string } = {},
): Promise<AxiosResponse<unknown>> {
	return await axios.request({
		method,
		url: `${tenant.adminRestApiUrl}${path}`,
		data: { tokenSerialNumber },
		headers: { authorization: `Bearer ${jwt ?? (await tenant.signJwt(key))}` },
		validateStatus: () => true,
		...config,
	});
}

async function clearPin(serialNumber = first, config: AxiosRequestConfig = {}) {
	return await send('PATCH', `/v2/users/${owner.userId}/sidTokens/clearPin`, serialNumber, config);
}

async function lookup(serialNumber = first, config: AxiosRequestConfig = {}) {
	return await send('POST', '/v1/sidTokens/lookup', serialNumber, config);
}

async function lookupWith(jwt: string) {
	return await send('POST', '/v1/sidTokens/lookup', first, { jwt });
}

async function statusesOf(requests: ReadonlyArray<Promise<AxiosResponse>>): Promise<number[]> {
	const responses = await Promise.all(requests);
	return responses.map(({ status }) => status).sort((one, another) => one - another);
}

function pinsLeft(): number {
	return serialNumbers.filter((serialNumber) => tenant.hardwareToken(serialNumber).pinSet).length;
}

/** Sends a Clear PIN whose client goes away as soon as the request has arrived. */
async function clearPinAndGo(): Promise<JournalEntry | undefined> {
	const client = new AbortController();
	const arrival = tenant.nextArrival();
	const answer = clearPin(first, { signal: client.signal });
	await arrival;
	client.abort();
	await expect(answer).rejects.toMatchObject({ code: 'ERR_CANCELED' });
	await tenant.settled();
	return tenant.journal.at(-1);
}

describe('the time that responses take', () => {
	/** ms. */
	const responseMilliseconds = 40;

	/** @returns ms; rounded, as timers are */
	async function durationOf(request: Promise<unknown>): Promise<number> {
		const startedAt = performance.now();
		await request;
		return Math.ceil(performance.now() - startedAt);
	}

	test.each<[string, number, () => Promise<AxiosResponse<unknown>>]>([
		['a success', 200, () => clearPin()],
		['a look-up', 200, () => lookup()],
		['a refusal', 404, () => lookup('404404')],
		['a refused token', 403, () => lookupWith('nonsense')],
		[
			'a request too many',
			429,
			() => {
				tenant.rateLimit = { perSecond: 0 };
				return lookup();
			},
		],
		[
			'a fault’s answer',
			502,
			() => {
				tenant.order({ kind: 'badGateway' });
				return lookup();
			},
		],
	])('%s takes it', async (_name, status, request) => {
		tenant.responseMilliseconds = responseMilliseconds;
		const answer = request();
		expect(await durationOf(answer)).toBeGreaterThanOrEqual(responseMilliseconds);
		expect((await answer).status).toBe(status);
	});

	test('a request that the contract does not know takes it', async () => {
		tenant.responseMilliseconds = responseMilliseconds;
		const answer = send('POST', '/v1/nothing', first);
		expect(await durationOf(answer)).toBeGreaterThanOrEqual(responseMilliseconds);
		expect(tenant.takeBreaches()).toHaveLength(1);
	});

	test('a slow answer takes it on top of its own', async () => {
		tenant.responseMilliseconds = responseMilliseconds;
		tenant.order({ kind: 'slow', milliseconds: 60 });
		expect(await durationOf(lookup())).toBeGreaterThanOrEqual(responseMilliseconds + 60);
	});

	test('may be set at the start', async () => {
		await restart({ responseMilliseconds });
		expect(await durationOf(lookup())).toBeGreaterThanOrEqual(responseMilliseconds);
	});

	test('may be set anew: requests that have arrived keep theirs', async () => {
		tenant.responseMilliseconds = forever;
		const client = new AbortController();
		const arrival = tenant.nextArrival();
		const answer = lookup(first, { signal: client.signal });
		await arrival;
		tenant.responseMilliseconds = 0;
		expect((await lookup()).status).toBe(200);
		expect(tenant.journal).toMatchObject([{ status: undefined, clientClosed: false }, {}]);
		client.abort();
		await expect(answer).rejects.toMatchObject({ code: 'ERR_CANCELED' });
	});

	test('a client that goes away meanwhile leaves everything as it was', async () => {
		tenant.responseMilliseconds = forever;
		expect(await clearPinAndGo()).toMatchObject({
			changed: false,
			status: undefined,
			clientClosed: true,
		});
		expect(tenant.hardwareToken(first).pinSet).toBe(true);
	});

	test.each<Fault>([
		{ kind: 'answerLost' },
		{ kind: 'gatewayTimeout', applied: true },
		{ kind: 'slow', milliseconds: 1, applied: 'beforeTheWait' },
	])('under $kind the request is applied before it', async (fault) => {
		tenant.responseMilliseconds = forever;
		tenant.order(fault);
		expect(await clearPinAndGo()).toMatchObject({ changed: true, clientClosed: true });
	});

	test('does not hold up stop()', async () => {
		tenant.responseMilliseconds = forever;
		const arrival = tenant.nextArrival();
		const answer = expect(clearPin()).rejects.toMatchObject({ code: 'ECONNRESET' });
		await arrival;
		await tenant.stop();
		await answer;
	});
});

describe('a rate limit', () => {
	/** ms, by the clock that rate limits go by. */
	let milliseconds: number;

	beforeEach(() => {
		milliseconds = 1_000_000;
		jest.spyOn(performance, 'now').mockImplementation(() => milliseconds);
	});

	test('lets one request a second in: of four at once three are refused, with Retry-After', async () => {
		tenant.rateLimit = { perSecond: 1, retryAfter: 7 };
		const responses = await Promise.all(
			serialNumbers.map((serialNumber) => clearPin(serialNumber)),
		);
		const refusals = responses.filter(({ status }) => status !== 200);
		expect(refusals).toEqual(
			others.map(() =>
				expect.objectContaining({
					status: 429,
					headers: expect.objectContaining({ 'retry-after': '7' }),
					data: { code: '429 TOO_MANY_REQUESTS', description: 'Too many requests.' },
				}),
			),
		);
		expect(pinsLeft()).toBe(3);
		expect(tenant.journal.filter(({ status }) => status === 429)).toEqual(
			others.map(() => expect.objectContaining({ changed: false, fault: undefined })),
		);
	});

	test('sends no Retry-After unless set to', async () => {
		tenant.rateLimit = { perSecond: 0 };
		expect((await clearPin()).headers).not.toHaveProperty('retry-after');
	});

	test('counts look-ups, and what the contract does not know', async () => {
		tenant.rateLimit = { perSecond: 2 };
		expect((await lookup()).status).toBe(200);
		expect((await send('POST', '/v1/nothing', first)).status).toBe(404);
		expect((await send('POST', '/v1/nothing', first)).status).toBe(429);
		expect((await clearPin()).status).toBe(429);
		expect(tenant.takeBreaches()).toHaveLength(2);
	});

	test('refills by the real time, up to a second’s worth; refused requests cost nothing', async () => {
		tenant.rateLimit = { perSecond: 2 };
		const threeAtOnce = () => statusesOf([lookup(), lookup(), lookup()]);
		expect(await threeAtOnce()).toEqual([200, 200, 429]);
		clock = new Date(noon.getTime() + 60_000);
		expect(await threeAtOnce()).toEqual([429, 429, 429]);
		milliseconds += 250;
		expect(await threeAtOnce()).toEqual([429, 429, 429]);
		milliseconds += 250;
		expect(await threeAtOnce()).toEqual([200, 429, 429]);
		milliseconds += 60_000;
		expect(await threeAtOnce()).toEqual([200, 200, 429]);
	});

	test('may drop, which cuts what is left, and rise again, which adds nothing at once', async () => {
		const twoAtOnce = () => statusesOf([lookup(), lookup()]);
		tenant.rateLimit = { perSecond: 100 };
		expect(await twoAtOnce()).toEqual([200, 200]);
		tenant.rateLimit = { perSecond: 1 };
		expect(await twoAtOnce()).toEqual([200, 429]);
		tenant.rateLimit = { perSecond: 100 };
		expect(await twoAtOnce()).toEqual([429, 429]);
		milliseconds += 10;
		expect(await twoAtOnce()).toEqual([200, 429]);
	});

	test('may change without a request in between: what has run in so far stays', async () => {
		const twoAtOnce = () => statusesOf([lookup(), lookup()]);
		tenant.rateLimit = { perSecond: 100 };
		tenant.rateLimit = { perSecond: 1 };
		tenant.rateLimit = { perSecond: 100 };
		expect(await twoAtOnce()).toEqual([200, 429]);
		tenant.rateLimit = { perSecond: 1 };
		milliseconds += 500;
		tenant.rateLimit = { perSecond: 100 };
		expect(await twoAtOnce()).toEqual([429, 429]);
	});

	test('may be lifted, and then set as if for the first time', async () => {
		tenant.rateLimit = { perSecond: 1 };
		expect(await statusesOf([lookup(), lookup()])).toEqual([200, 429]);
		tenant.rateLimit = undefined;
		expect(tenant.rateLimit).toBeUndefined();
		expect(await statusesOf([lookup(), lookup()])).toEqual([200, 200]);
		tenant.rateLimit = { perSecond: 1 };
		expect(await statusesOf([lookup(), lookup()])).toEqual([200, 429]);
	});

	test('may be set at the start', async () => {
		await restart({ rateLimit: { perSecond: 1 } });
		expect(tenant.rateLimit).toEqual({ perSecond: 1 });
		expect(await statusesOf([lookup(), lookup()])).toEqual([200, 429]);
	});

	test('refuses before any fault: an ordered one goes to the next request', async () => {
		tenant.rateLimit = { perSecond: 0 };
		tenant.order({ kind: 'badGateway' });
		expect((await clearPin()).status).toBe(429);
		tenant.rateLimit = undefined;
		expect((await clearPin()).status).toBe(502);
	});

	test('may let more than a second’s worth in together, or less', async () => {
		const threeAtOnce = () => statusesOf([lookup(), lookup(), lookup()]);
		tenant.rateLimit = { perSecond: 2, burst: 1 };
		expect(await threeAtOnce()).toEqual([200, 429, 429]);
		milliseconds += 60_000;
		expect(await threeAtOnce()).toEqual([200, 429, 429]);
		tenant.rateLimit = undefined;
		tenant.rateLimit = { perSecond: 0.1, burst: 2 };
		expect(await threeAtOnce()).toEqual([200, 200, 429]);
		milliseconds += 9999;
		expect(await threeAtOnce()).toEqual([429, 429, 429]);
		milliseconds += 1;
		expect(await threeAtOnce()).toEqual([200, 429, 429]);
	});

	test('may bound the requests that are answered at the same time', async () => {
		const threeAtOnce = () => statusesOf([lookup(), lookup(), lookup()]);
		tenant.rateLimit = { perSecond: 1_000_000, atOnce: 2 };
		tenant.responseMilliseconds = 200;
		expect((await threeAtOnce()).toSorted()).toEqual([200, 200, 429]);
		expect((await threeAtOnce()).toSorted()).toEqual([200, 200, 429]);
		tenant.order({ kind: 'connectionReset' }, { times: 2 });
		await Promise.allSettled([lookup(), lookup()]);
		expect((await threeAtOnce()).toSorted()).toEqual([200, 200, 429]);
	});

	test.each([-1, NaN, Infinity])('of %p requests a second cannot be set', (perSecond) => {
		expect(() => {
			tenant.rateLimit = { perSecond };
		}).toThrow(RangeError);
		expect(tenant.rateLimit).toBeUndefined();
	});

	test.each([0, -1, NaN, Infinity])('of %p requests together cannot be set', (count) => {
		for (const limit of [{ burst: count }, { atOnce: count }]) {
			expect(() => {
				tenant.rateLimit = { perSecond: 1, ...limit };
			}).toThrow(RangeError);
		}
	});
});

describe('random faults', () => {
	async function faultsOf(shares: FaultShares, seed: number): Promise<Array<string | undefined>> {
		tenant.clearJournal();
		tenant.disturb(shares, seed);
		for (let count = 0; count < 200; count += 1) await clearPin();
		return tenant.journal.map(({ fault }) => fault);
	}

	test('hit their share of the changes, and the same ones again with the same seed', async () => {
		const shares = { badGateway: 0.3, internalError: 0.1 };
		const faults = await faultsOf(shares, 1);
		const count = (kind: string | undefined) => faults.filter((fault) => fault === kind).length;
		// Five standard deviations at most from what is expected: 60, 20 and 120.
		expect(Math.abs(count('badGateway') - 60)).toBeLessThan(33);
		expect(Math.abs(count('internalError') - 20)).toBeLessThan(22);
		expect(count(undefined)).toBe(200 - count('badGateway') - count('internalError'));
		expect(await faultsOf(shares, 1)).toEqual(faults);
		expect(await faultsOf(shares, 2)).not.toEqual(faults);
	});

	test.each([
		['tooManyRequests', 429],
		['internalError', 500],
		['badGateway', 502],
		['serviceUnavailable', 503],
		['gatewayTimeout', 504],
		['emptyResponse', 200],
	] as const)('%s is answered with %d and changes nothing', async (kind, status) => {
		tenant.disturb({ [kind]: 1 });
		expect((await clearPin()).status).toBe(status);
		expect(tenant.journal).toMatchObject([{ fault: kind, status, changed: false }]);
	});

	test.each([
		['answerLost', true],
		['connectionReset', false],
	] as const)('%s cuts the connection; changed: %p', async (kind, changed) => {
		tenant.disturb({ [kind]: 1 });
		await expect(clearPin()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(tenant.journal).toMatchObject([{ fault: kind, status: undefined, changed }]);
	});

	test('spare look-ups unless set otherwise', async () => {
		tenant.disturb({ badGateway: 1 });
		expect((await lookup()).status).toBe(200);
		tenant.disturb({ badGateway: 1, lookups: true });
		expect((await lookup()).status).toBe(502);
	});

	test('come after ordered ones', async () => {
		tenant.disturb({ badGateway: 1 });
		tenant.order({ kind: 'internalError' });
		expect((await clearPin()).status).toBe(500);
		expect((await clearPin()).status).toBe(502);
	});

	test('end with the next shares, {} for none', async () => {
		tenant.disturb({ badGateway: 1 });
		tenant.disturb({});
		expect((await clearPin()).status).toBe(200);
	});

	test.each<FaultShares>([
		{ badGateway: -0.1 },
		{ badGateway: 1.1 },
		{ badGateway: NaN },
		{ badGateway: 0.6, answerLost: 0.6 },
	])('cannot have the shares %p', (shares) => {
		expect(() => {
			tenant.disturb(shares);
		}).toThrow(RangeError);
	});

	test('may have shares that add up to 1, and to a bit more by rounding', () => {
		const shares = {
			tooManyRequests: 0.05,
			internalError: 0.55,
			badGateway: 0.3,
			emptyResponse: 0.1,
		};
		const sum = Object.values(shares).reduce((total, share) => total + share);
		expect(sum).toBeGreaterThan(1);
		expect(() => {
			tenant.disturb(shares);
		}).not.toThrow();
	});
});

describe('a JWT that comes again and again', () => {
	const statusWith = async (jwt: string) => (await lookupWith(jwt)).status;

	test('is refused from the moment on that it has expired, and accepted when the clock goes back', async () => {
		const jwt = await tenant.signJwt(key, { lifetimeSeconds: 60 });
		expect(await statusWith(jwt)).toBe(200);
		clock = new Date(noon.getTime() + 119_999);
		expect(await statusWith(jwt)).toBe(200);
		clock = new Date(noon.getTime() + 120_000);
		expect(await statusWith(jwt)).toBe(403);
		clock = noon;
		expect(await statusWith(jwt)).toBe(200);
	});

	test('does not let in another one with the same claims and a signature of its own', async () => {
		const claims = { exp: noon.getTime() / 1000 + 60 };
		expect(await statusWith(await tenant.signJwt(key, { claims }))).toBe(200);
		const forged = await tenant.signJwt(key, { claims, signedWith: tenant.issueKey() });
		expect(await statusWith(forged)).toBe(403);
	});
});

// What comes of too small a queue is seconds of waiting, which no test could tell from a busy machine.
test('requests a queue of thousands of connections', async () => {
	const listen = jest.spyOn(Server.prototype, 'listen');
	await restart({});
	expect(listen).toHaveBeenCalledWith(expect.objectContaining({ backlog: 4096 }));
});
