import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { CREDENTIAL_TYPE } from '../client';
import { UserFacingError } from '../../../rsa/values/userFacingError';

/** Maximum items of a run for which the credential is read for each item. */
const SAMPLE = 16;

/**
 * The credential's fields as n8n resolves them for each input item: they may be expressions that read the item. A node
 * cannot see which fields are expressions. Items with the same fields get the same object, so that they share one access
 * token.
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
	 * The fields, if they are the same for all items. n8n needs 1.8 ms of CPU time to read a credential (measured, 2.41.1),
	 * more than for all the rest of an item. So in a long run it is read only for a sample of the items, and for an item that
	 * does not exist: for that, an expression on the item fails or finds nothing (n8n-workflow 1.123, 2.8 and 2.41,
	 * nodeDataGetter).
	 *
	 * @returns undefined if the fields may differ from item to item
	 */
	private async readFixed(): Promise<ICredentialDataDecryptedObject | undefined> {
		const items = this.context.getInputData();
		if (items.length <= SAMPLE) return undefined;
		const indexes = [...sampleOf(items), items.length];
		const reads = indexes.map(async (itemIndex) => await this.read(itemIndex));
		// An error is ignored here: it fails the item for which the credential cannot be read.
		const [fields, ...others] = await Promise.all(reads).catch(() => []);
		if (fields === undefined || !hasAllValues(fields)) return undefined;
		return others.every((other) => keyOf(other) === keyOf(fields)) ? fields : undefined;
	}

	/** Reads one after the other: items of the same hardware token must keep their order here too. */
	private async readOnce(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		const earlier = this.readings.get(itemIndex);
		if (earlier !== undefined) return await earlier;
		const read = async () => this.shared(await this.read(itemIndex));
		const reading = this.latest.then(read, read);
		this.latest = reading;
		this.readings.set(itemIndex, reading);
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

/** Indexes of the sample: the first item of each form, and as many items spread over the run. */
function sampleOf(items: readonly INodeExecutionData[]): number[] {
	const forms = new Map<string, number>();
	items.forEach(({ json }, itemIndex) => {
		const form = formOf(json);
		if (!forms.has(form)) forms.set(form, itemIndex);
	});
	const step = (items.length - 1) / (SAMPLE - 1);
	const spread = Array.from({ length: SAMPLE }, (_, index) => Math.round(index * step));
	return [...new Set([...[...forms.values()].slice(0, SAMPLE), ...spread])];
}

/**
 * The names of the properties that have a value: an expression may give a default for an item without one.
 *
 * @param json undefined for an item with files only: n8n passes on what a node returned, although its type requires JSON
 */
function formOf(json: IDataObject = {}): string {
	const named = Object.entries(json).filter(([, value]) => value !== null && value !== '');
	return JSON.stringify(named.map(([name]) => name).sort());
}

/** A key that is equal for equal fields, apart from the access token, which n8n may renew meanwhile. */
function keyOf(fields: ICredentialDataDecryptedObject): string {
	return JSON.stringify({ ...fields, accessToken: undefined });
}

/** Whether all fields have a value: an expression that finds nothing has none. */
function hasAllValues(fields: ICredentialDataDecryptedObject): boolean {
	return Object.values(fields).every((value: unknown) => value !== undefined && value !== null);
}

function notRead(error: unknown): UserFacingError {
	const reason = error instanceof Error ? error.message : String(error);
	return new UserFacingError(
		`The credential cannot be read: ${reason}`,
		'Choose a credential in the node. If its fields are expressions, check that they resolve to a value for this item.',
	);
}
