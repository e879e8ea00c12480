import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { Refusal } from '../../../rsa/refusal';

export const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';

/**
 * The credential's fields as n8n resolves them for each item of the input: its fields may be expressions that read
 * the item, or its place among the others. Which of them are, n8n does not tell a node, and no item shows it for
 * another one: so each is read for, as n8n's own HTTP Request node does (2.41.1).
 *
 * Items with the same fields get the same object, so that an access token renewed for one serves all.
 */
export class CredentialsOfItems {
	private readonly known = new Map<string, ICredentialDataDecryptedObject>();
	private readonly readings = new Map<number, Promise<ICredentialDataDecryptedObject>>();
	private latest: Promise<unknown> = Promise.resolve();

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * The fields for one item, read once. Items are answered in the order in which they ask.
	 *
	 * @throws {Refusal} where n8n cannot read or resolve them
	 */
	async of(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		const reading = this.readings.get(itemIndex) ?? this.readInOrder(itemIndex);
		this.readings.set(itemIndex, reading);
		return await reading;
	}

	/** One after the other: items of one hardware token must not overtake each other here. */
	private async readInOrder(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		const read = async () => this.shared(await this.read(itemIndex));
		const reading = this.latest.then(read, read);
		this.latest = reading;
		return await reading;
	}

	private async read(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		try {
			return await this.context.getCredentials(CREDENTIAL_TYPE, itemIndex);
		} catch (error) {
			throw notRead(error);
		}
	}

	private shared(fields: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		const known = this.known.get(keyOf(fields)) ?? fields;
		this.known.set(keyOf(fields), known);
		return known;
	}
}

/** The same for the same fields. The access token is no field of the form: n8n may store another one meanwhile. */
function keyOf(fields: ICredentialDataDecryptedObject): string {
	return JSON.stringify({ ...fields, accessToken: undefined });
}

function notRead(error: unknown): Refusal {
	const reason = error instanceof Error ? error.message : String(error);
	return new Refusal(
		`The credential cannot be read: ${reason}`,
		'Choose a credential in the node. Where its fields are expressions, check that they find a value for this item.',
	);
}
