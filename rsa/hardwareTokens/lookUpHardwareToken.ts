import { permissions } from '../errors/permissions';
import type { TokenTarget } from './tokenChange';
import { requestTo } from '../http/endpoints';
import { parseHardwareToken, type HardwareToken } from './hardwareToken';
import type { Means } from '../delivery/changeResult';
import { lookUp, type LookUpResult } from '../delivery/lookUp';

/**
 * Reads a hardware token by its serial number: RSA's "Retrieve Hardware Token Details API".
 *
 * @param target the token, and the user to see it from
 */
export async function lookUpHardwareToken(
	target: TokenTarget,
	means: Means,
): Promise<LookUpResult<HardwareToken>> {
	const { tokenSerialNumber } = target;
	const reading = {
		request: requestTo('lookupHardwareToken', { body: { tokenSerialNumber } }),
		permission: permissions.readHardwareTokens,
		unclear: "RSA's answer does not tell whose the hardware token is",
		parse: (body: unknown) => parseHardwareToken(body, target),
	};
	return await lookUp(reading, means);
}
