import { setsTokenStatus } from './token-status.mts';

/** Enable. */
export const enable = setsTokenStatus('Enabled');
