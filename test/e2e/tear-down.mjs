// Jest runs this one time, after the last suite, in the process of set-up.mjs.
export default async function tearDown() {
	await globalThis.removeInstalledPackage();
}
