// What a lock file names, held against what npm has installed. Plain JavaScript: it runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [integrity] of its tarball
 * @property {string} [resolved] address of its tarball
 * @property {boolean} [optional] whether npm may leave it out, for example on another operating system
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 *
 * @typedef {{ packages: Record<string, LockedPackage> }} Lockfile by the package's path; '' is the project itself
 */

/** npm writes it at the end of each installation (npm 7 and newer): the packages that are there. */
const INSTALLED = 'node_modules/.package-lock.json';

/**
 * @param {string} folder of the project
 * @returns {boolean} whether its node_modules have what its lock file names, whoever installed it
 */
export function isInstalledIn(folder) {
	const installed = `${folder}/${INSTALLED}`;
	return (
		existsSync(installed) &&
		isInstalled(lockfileAt(`${folder}/package-lock.json`), lockfileAt(installed))
	);
}

/**
 * @param {Lockfile} wanted
 * @param {Lockfile} installed
 */
export function isInstalled(wanted, installed) {
	return packagesOf(wanted).every(([path, { integrity, optional }]) => {
		const found = installed.packages[path];
		return found ? found.integrity === integrity : optional === true;
	});
}

/**
 * @param {string} file
 * @returns {Lockfile}
 */
export function lockfileAt(file) {
	return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Requests that `npm ci` makes for a lock file on this machine. Measured with npm 11: one for each tarball, and one
 * before it for the address of the tarball, if the lock file has none.
 * @param {Lockfile} lockfile
 * @returns {number}
 */
export function requestsFor(lockfile) {
	return packagesOf(lockfile)
		.filter(([, { os, cpu }]) => isFor(os, process.platform) && isFor(cpu, process.arch))
		.reduce((sum, [, { resolved }]) => sum + (resolved === undefined ? 2 : 1), 0);
}

/** @param {Lockfile} lockfile */
function packagesOf({ packages }) {
	return Object.entries(packages).filter(([path]) => path !== '');
}

/**
 * @param {string[] | undefined} allowed
 * @param {string} own
 */
function isFor(allowed, own) {
	return allowed === undefined || allowed.includes(own);
}
