import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { readEventFilter } from './eventFilter';
import { readNewEvents } from './poll';
import { pollClientFor } from './pollClient';
import { thrownInPoll } from './pollError';
import { properties, subtitle } from './properties';
import { oneAtATime } from './runningPolls';
import { readSample } from './sample';

export class RsaSecurIdTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RSA SecurID Trigger',
		name: 'rsaSecurIdTrigger',
		icon: {
			light: 'file:../../icons/rsaSecurId.svg',
			dark: 'file:../../icons/rsaSecurId.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle,
		description:
			'Starts the workflow when RSA logs an event, for example that a user is no longer in the directory',
		defaults: { name: 'RSA SecurID Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'rsaCloudAdministrationApi', required: true }],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			const filter = readEventFilter(this);
			const client = await pollClientFor(this);
			if (this.getMode() === 'manual') return [await readSample(this, filter, client)];
			return await oneAtATime(this, async () => {
				const items = await readNewEvents(this, filter, client);
				return items.length > 0 ? [items] : null;
			});
		} catch (error) {
			throw thrownInPoll(this.getNode(), error);
		}
	}
}
