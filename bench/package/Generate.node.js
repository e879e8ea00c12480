const { describe } = require('./description.js');

/** Makes the items in n8n itself: 20,000 of them over HTTP would be part of what is measured. */
class Generate {
	description = describe('generate', 'Generate');

	async execute() {
		const { count, firstSerialNumber, userIds } = this.getInputData()[0].json.body;
		const item = (_, index) => ({
			json: {
				userId: userIds[index % userIds.length],
				serialNumber: String(firstSerialNumber + index).padStart(12, '0'),
			},
			pairedItem: { item: 0 },
		});
		return [Array.from({ length: count }, item)];
	}
}

exports.Generate = Generate;
