import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { CREDENTIAL_TYPE } from '../client';
import {
	fieldsOfItem,
	SAME_FOR_ALL_ITEMS,
	type FieldsOfItem,
} from '../../../rsa/authorization/sameForAllItems';
import { UserFacingError } from '../../../rsa/values/userFacingError';

/** The fields of an item, and what they say about those of other items. */
interface Read {
	readonly fields: ICredentialDataDecryptedObject;
	readonly say: FieldsOfItem;
}

/**
 * The credential's fields as n8n resolves them for each input item: they may be expressions that read the item. Items with
 * the same fields get the same object, so that they share one access token.
 */
export class CredentialsOfItems {
	private readonly known = new Map<string, ICredentialDataDecryptedObject>();
	private fixed: Promise<ICredentialDataDecryptedObject | undefined> | undefined;
	private readonly readings = new Map<number, Promise<ICredentialDataDecryptedObject>>();
	private latest: Promise<unknown> = Promise.resolve();

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * The fields for one item, read once. Calls are completed in their order.
	 *
	 * @throws {UserFacingError} if n8n cannot read or resolve them
	 */
	async of(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		this.fixed ??= this.readFixed();
		return (await this.fixed) ?? (await this.readOnce(itemIndex));
	}

	/**
	 * The fields, if they are the same for all items: n8n needs 1.8 ms of CPU time to read a credential (measured, 2.41.1),
	 * more than for all the rest of an item.
	 *
	 * @returns undefined if the fields may differ from item to item, or if there are too few items to tell
	 */
	private async readFixed(): Promise<ICredentialDataDecryptedObject | undefined> {
		const last = this.context.getInputData().length - 1;
		if (last < 1) return undefined;
		// An error is ignored here: it fails the item for which the credential cannot be read.
		const reads = await Promise.all([this.read(0), this.read(last)]).catch(() => undefined);
		if (reads === undefined) return undefined;
		const [first, other] = reads;
		return first.say === 'same' && other.say === 'same' ? first.fields : undefined;
	}

	/** Reads one after the other: items of the same hardware token must keep their order here too. */
	private async readOnce(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		const earlier = this.readings.get(itemIndex);
		if (earlier !== undefined) return await earlier;
		const read = async () => this.shared((await this.read(itemIndex)).fields);
		const reading = this.latest.then(read, read);
		this.latest = reading;
		this.readings.set(itemIndex, reading);
		return await reading;
	}

	private async read(itemIndex: number): Promise<Read> {
		const startedAt = Date.now();
		const fields = await this.getCredentials(itemIndex);
		const executionId = this.context.getExecutionId();
		const expression = this.expression();
		const say = fieldsOfItem(fields, { expression, executionId, itemIndex, startedAt });
		if (say === 'replaced') throw expressionsReplaced();
		return { fields, say };
	}

	private async getCredentials(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		try {
			return await this.context.getCredentials(CREDENTIAL_TYPE, itemIndex);
		} catch (error) {
			throw notRead(error);
		}
	}

	/** The hidden field's expression, as the credential type has it. */
	private expression(): string {
		const form = this.context.getCredentialsProperties(CREDENTIAL_TYPE);
		return String(form.find(({ name }) => name === SAME_FOR_ALL_ITEMS)?.default);
	}

	private shared(fields: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		const key = keyOf(fields);
		const known = this.known.get(key) ?? fields;
		this.known.set(key, known);
		return known;
	}
}

/** A key that is equal for equal fields, apart from the access token, which n8n may renew meanwhile, and the hidden field. */
function keyOf(fields: ICredentialDataDecryptedObject): string {
	return JSON.stringify({ ...fields, accessToken: undefined, [SAME_FOR_ALL_ITEMS]: undefined });
}

function notRead(error: unknown): UserFacingError {
	const reason = error instanceof Error ? error.message : String(error);
	return new UserFacingError(
		`The credential cannot be read: ${reason}`,
		'Choose a credential in the node. If its fields are expressions, check that they resolve to a value for this item.',
	);
}

function expressionsReplaced(): UserFacingError {
	return new UserFacingError(
		"n8n has replaced the credential's expressions with their values for another item",
		"Create the credential again. n8n 2.34 and newer keep its expressions; on an older n8n, choose another 'Authentication' than 'OAuth Client'.",
	);
}
