import { setsTokenStatus } from './token-status.mts';

/** Disable. */
export const disable = setsTokenStatus('Disabled');
