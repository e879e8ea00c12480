const { describe } = require('./description.js');
const { credentials, loop } = require('./loop.js');

/** Takes user and serial number from its items as they are, past n8n's parameters. */
class BareLoop {
	description = describe('bareLoop', 'Bare loop', { credentials });

	async execute() {
		const items = this.getInputData();
		return await loop(this, (index) => items[index].json);
	}
}

exports.BareLoop = BareLoop;
