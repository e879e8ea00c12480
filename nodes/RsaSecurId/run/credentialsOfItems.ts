import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { Refusal } from '../../../rsa/refusal';

export const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';

/**
 * The credential's fields as n8n resolves them for each item of the input: its fields may be expressions that read
 * the item. Items with the same fields get the same object, so that an access token renewed for one serves all.
 */
export class CredentialsOfItems {
	private readonly known = new Map<string, ICredentialDataDecryptedObject>();
	private fixed: Promise<ICredentialDataDecryptedObject | undefined> | undefined;
	private latest: Promise<unknown> = Promise.resolve();

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * The fields for one item. Items are answered in the order in which they ask.
	 *
	 * @throws {Refusal} where n8n cannot read or resolve them
	 */
	async of(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		this.fixed ??= this.readFixed();
		return (await this.fixed) ?? (await this.readInOrder(itemIndex));
	}

	/**
	 * n8n takes some 2 ms to read a credential, more than all else that an item costs, so that one without
	 * expressions on the item is read once: as of an item that is not there, for which such an expression fails
	 * (n8n-workflow 1.123, 2.8 and 2.41, nodeDataGetter) or finds nothing.
	 *
	 * @returns undefined if the fields may differ from item to item
	 */
	private async readFixed(): Promise<ICredentialDataDecryptedObject | undefined> {
		const { length } = this.context.getInputData();
		if (length === 1) return await this.read(0);
		const fields = await this.read(length).catch(() => undefined);
		return fields && hasAllValues(fields) && !readsItem(fields) ? fields : undefined;
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
		const key = JSON.stringify({ ...fields, accessToken: undefined });
		const known = this.known.get(key) ?? fields;
		this.known.set(key, known);
		return known;
	}
}

/** The credential's hidden field that n8n fills with the texts of those of its fields that are expressions. */
const EXPRESSIONS = 'expressions';

/** Values that are the same for all items: n8n's external secrets and variables. */
const SAME_FOR_ALL = /^=\{\{\s*\$(secrets|vars)(\.[\w$]+|\[(["'])[\w$ -]+\3\])+\s*\}\}$/;

function readsItem(fields: ICredentialDataDecryptedObject): boolean {
	const expressions = fields[EXPRESSIONS];
	if (typeof expressions !== 'string' || expressions === '') return false;
	return !expressions.split('\n').every((expression) => SAME_FOR_ALL.test(expression));
}

/** An expression that finds nothing gives no value. */
function hasAllValues(fields: ICredentialDataDecryptedObject): boolean {
	return Object.values(fields).every((value) => value !== undefined && value !== null);
}

function notRead(error: unknown): Refusal {
	const reason = error instanceof Error ? error.message : String(error);
	return new Refusal(
		`The credential cannot be read: ${reason}`,
		'Choose a credential in the node. Where its fields are expressions, check that they find a value for this item.',
	);
}
