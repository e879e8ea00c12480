import { permissions } from '../errors/permissions';
import { requestTo } from '../http/endpoints';
import { parseHardwareToken, type HardwareToken, type TokenTarget } from './hardwareToken';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult } from '../delivery/lookUp';

/**
 * Looks a hardware token up by its serial number: RSA's "Retrieve Hardware Token Details API".
 *
 * @param target the token, and the user to compare its owner with
 */
export async function lookUpHardwareToken(
	target: TokenTarget,
	client: Client,
): Promise<LookUpResult<HardwareToken>> {
	const { tokenSerialNumber } = target;
	const query = {
		request: requestTo('lookupHardwareToken', { body: { tokenSerialNumber } }),
		permission: permissions.readHardwareTokens,
		unclear: "RSA's response does not show to whom the hardware token is assigned",
		parse: (body: unknown) => parseHardwareToken(body, target),
	};
	return await lookUp(query, client);
}
