/**
 * oidc-provider without its entry point, which does nothing more than warn on the console of Node 20;
 * what is used of it works there too.
 */
declare module 'oidc-provider/lib/provider.js' {
	export { Provider, type Configuration } from 'oidc-provider';
}
