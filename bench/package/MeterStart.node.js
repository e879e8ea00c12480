const { describe } = require('./description.js');
const { startReading } = require('./reading.js');

/** Passes its items on as they are; what is measured begins when it ends. */
class MeterStart {
	description = describe('meterStart', 'Meter start');

	async execute() {
		const items = this.getInputData();
		startReading(this.getExecutionId());
		return [items];
	}
}

exports.MeterStart = MeterStart;
