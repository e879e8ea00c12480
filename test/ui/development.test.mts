import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import axios, { type AxiosInstance } from 'axios';

import { startProcess, type ChildProcess } from '../../sandbox/n8n/child-process.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** ms that one of the waits may take: for n8n to start, or for the compiler; the machine may be busy. */
const WAIT = 240_000;
/** ms for a response. */
const RESPONSE_TIMEOUT = 30_000;
/** ms for the six waits, one after the other, and the sign-in: so that the last wait still shows the output of the command. */
const SESSION = 6 * WAIT + RESPONSE_TIMEOUT;
/** ms between two looks. */
const POLL = 500;
/** ms for the end of n8n and the compiler. */
const STOP_TIMEOUT = 30_000;

let checkout: string;
let development: ChildProcess;

beforeEach(async () => {
	checkout = await copyOfCheckout();
	development = startProcess({
		file: 'npm',
		parameters: ['run', 'dev'],
		folder: checkout,
		environment: process.env,
	});
}, SESSION);

afterEach(async () => {
	await development.stop(STOP_TIMEOUT);
	await rm(checkout, { recursive: true, force: true });
}, SESSION);

test(
	'npm run dev: a text that is saved shows in the running n8n',
	async () => {
		const n8n = await signedIn();
		const before = await descriptionIn(n8n);
		await saveDescription(before, 'Saved a moment ago');

		expect(await once(async () => await changedFrom(before, n8n))).toBe('Saved a moment ago');
	},
	SESSION,
);

/** The files of this checkout, so that a test changes none of them. */
async function copyOfCheckout(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'rsa-securid-checkout-'));
	const leftOut = ['node_modules', 'dist', '.git', 'reports'];
	await cp(root, folder, {
		recursive: true,
		filter: (file) => !leftOut.includes(relative(root, file).split(sep)[0] ?? ''),
	});
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

/** Signs in to the n8n that is up, once all files are compiled. */
async function signedIn(): Promise<AxiosInstance> {
	await once(() => textIn(/Watching for file changes/));
	const baseURL = await once(() => textIn(/The editor: (\S+)\s/));
	const n8n = axios.create({ baseURL, proxy: false, timeout: RESPONSE_TIMEOUT });
	const { headers } = await n8n.post('/rest/login', {
		emailOrLdapLoginId: await once(() => textIn(/Sign in as: +(\S+)\s/)),
		password: await once(() => textIn(/Password: +(\S+)\s/)),
	});
	const cookies = headers['set-cookie'] ?? [];
	n8n.defaults.headers.common['Cookie'] = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
	return n8n;
}

function textIn(pattern: RegExp): string | undefined {
	const found = pattern.exec(development.output.all);
	return found?.[1] ?? found?.[0];
}

/**
 * The node's description, as n8n serves it to the editor. While n8n writes the file anew, it serves a part of it; or a
 * body that does not fit Content-Length, which throws (send 0.19 reads one byte of a file that was empty a moment ago).
 */
async function servedDescription(n8n: AxiosInstance): Promise<string | undefined> {
	const { data } = await n8n.get<unknown>('/types/nodes.json');
	if (!Array.isArray(data)) return undefined;
	const nodes = data as Array<{ readonly name: string; readonly description: string }>;
	return nodes.find(({ name }) => name === 'n8n-nodes-rsa-securid.rsaSecurId')?.description;
}

async function descriptionIn(n8n: AxiosInstance): Promise<string> {
	return await once(async () => await servedDescription(n8n));
}

async function changedFrom(before: string, n8n: AxiosInstance): Promise<string | undefined> {
	const now = await servedDescription(n8n);
	return now === before ? undefined : now;
}

async function saveDescription(before: string, after: string): Promise<void> {
	const file = join(checkout, 'nodes/RsaSecurId/RsaSecurId.node.ts');
	const source = await readFile(file, 'utf8');
	expect(source).toContain(before);
	await writeFile(file, source.replace(before, after));
}

/**
 * Looks until there is something. A look that throws has found nothing.
 * @throws an Error with the output if the command has ended, or nothing comes; its cause is what the last look threw.
 */
async function once(look: () => string | undefined | Promise<string | undefined>): Promise<string> {
	const deadline = Date.now() + WAIT;
	let exitCode: number | 'not started' | undefined;
	let cause: unknown;
	void development.ended.then(
		(code) => (exitCode = code),
		() => (exitCode = 'not started'),
	);
	while (exitCode === undefined && Date.now() < deadline) {
		try {
			const value = await look();
			if (value !== undefined) return value;
			cause = undefined;
		} catch (error) {
			cause = error;
		}
		await sleep(POLL);
	}
	const message = `npm run dev (exit code ${String(exitCode)}):\n${development.output.all}`;
	throw new Error(message, { cause });
}
