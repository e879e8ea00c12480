import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { permissions } from '../errors/permissions';
import { requestTo } from '../http/endpoints';
import type { Client } from '../throttle/client';
import { inDocumentedSpelling } from '../values/documentedValues';
import { jsonObject, type JsonObject } from '../values/jsonObject';

/** RSA's JSON of the OTP credentials of a DS100, at least one. */
export type Ds100Credentials = readonly [JsonObject, ...JsonObject[]];

/**
 * Looks up the OTP credentials of a DS100 by the serial number on its back: RSA's "Cloud Administration Retrieve RSA DS100
 * OTP Credential API".
 */
export async function lookUpDs100(
	deviceSerialNumber: string,
	client: Client,
): Promise<LookUpResult<Ds100Credentials>> {
	const query = {
		request: requestTo('lookupDs100', { body: { deviceSerialNumber } }),
		permission: permissions.readDs100s,
		unclear: "RSA's response to the look-up does not show the requested DS100",
		parse: (body: unknown) => parseCredentials(body, deviceSerialNumber),
	};
	return await lookUp(query, client);
}

/**
 * The OTP credentials in RSA's response to a look-up or a change of a DS100, which is an array.
 *
 * @returns undefined if it has none, or one of another device
 */
export function parseCredentials(
	body: unknown,
	deviceSerialNumber: string,
): Ds100Credentials | undefined {
	if (!Array.isArray(body)) return undefined;
	const credentials = (body as readonly unknown[]).map((entry) => {
		const json = jsonObject(entry);
		return json && inDocumentedSpelling(json);
	});
	const isOfDevice = (credential?: JsonObject): credential is JsonObject =>
		credential !== undefined &&
		(credential.deviceSerialNumber ?? deviceSerialNumber) === deviceSerialNumber;
	if (!credentials.every(isOfDevice)) return undefined;
	const [first, ...others] = credentials;
	return first && [first, ...others];
}
