import { access } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';

/** Where Debian's package puts it. */
const DEBIANS_CHROMIUM = '/usr/bin/chromium';

/** Without them, Chromium calls its maker at every start. */
const withoutCallsToItsMaker = [
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-quic',
	'--disable-sync',
	'--no-first-run',
];

/**
 * Starts a headless Chromium: the one in CHROME_PATH, or else Debian's. The caller closes it.
 *
 * @throws an Error that names the package where there is none
 */
export async function launchChromium(): Promise<Browser> {
	const executablePath = process.env['CHROME_PATH'] ?? DEBIANS_CHROMIUM;
	try {
		await access(executablePath);
	} catch (cause) {
		const advice = 'Install Debian’s package "chromium", or name a Chromium in CHROME_PATH.';
		throw new Error(`There is no browser at ${executablePath}. ${advice}`, { cause });
	}
	return await chromium.launch({
		executablePath,
		// Chromium's own sandbox does not start as root, as which a build machine often runs.
		args: [...withoutCallsToItsMaker, '--no-sandbox'],
	});
}
