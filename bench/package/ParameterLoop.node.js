const { describe } = require('./description.js');
const { credentials, loop } = require('./loop.js');

const parameter = (name) => ({ displayName: name, name, type: 'string', default: '' });

/** Takes user and serial number from parameters, whose expressions n8n evaluates for every item. */
class ParameterLoop {
	description = describe('parameterLoop', 'Parameter loop', {
		credentials,
		properties: ['userId', 'serialNumber'].map(parameter),
	});

	async execute() {
		return await loop(this, (index) => ({
			userId: this.getNodeParameter('userId', index),
			serialNumber: this.getNodeParameter('serialNumber', index),
		}));
	}
}

exports.ParameterLoop = ParameterLoop;
