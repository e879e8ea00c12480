import type { Change, DryRunOutcome, TokenTarget } from '../hardwareTokens/tokenChange';
import type { TokenState } from '../hardwareTokens/hardwareToken';
import type { ChangeResult, Means } from './changeResult';
import { inspect } from './inspect';

/** What would be done. */
export interface Planned {
	readonly kind: 'planned';
	readonly outcome: DryRunOutcome;
	/** As RSA says it now. */
	readonly before: TokenState;
	/** As it would be; nothing where the token would be gone. */
	readonly after: TokenState | undefined;
}

/**
 * Says what a change would come to, and changes nothing: it looks at the token. What RSA would refuse for another
 * reason, such as a missing right, only the change itself shows.
 */
export async function dryRun<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	means: Means,
): Promise<Planned | ChangeResult> {
	const inspection = await inspect(change, target, means);
	if (inspection.kind === 'decided') return inspection.delivery;
	const before = inspection.token.state;
	const changed = change.expectedState(target);
	const after = changed && { ...before, ...changed };
	return { kind: 'planned', outcome: change.dryRunOutcome, before, after };
}
