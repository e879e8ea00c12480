import type { IPollFunctions } from 'n8n-workflow';

import { createClient, type Client } from '../../rsa/throttle/client';
import { clockOf } from '../../rsa/throttle/clock';
import { RunThrottle } from '../../rsa/throttle/runThrottle';
import { CREDENTIAL_TYPE, tenantThrottleFor, transportFactoryFor } from '../RsaSecurId/client';

/** ms for one request. */
const TIMEOUT = 30_000;
/** ms for all requests of a poll. */
const LIMIT = 120_000;
const MAX_ATTEMPTS = 4;

/** The client of a poll: one request at a time, through the tenant's throttle. */
export async function pollClientFor(context: IPollFunctions): Promise<Client> {
	const fields = await context.getCredentials(CREDENTIAL_TYPE);
	const clock = clockOf(undefined);
	const endsAt = clock.now() + LIMIT;
	const settings = { clock, maxConcurrency: 1, endsAt, random: Math.random };
	const throttle = new RunThrottle(tenantThrottleFor(fields), settings);
	const transport = transportFactoryFor(context, fields)(TIMEOUT);
	return createClient(throttle, transport, LIMIT, MAX_ATTEMPTS);
}
