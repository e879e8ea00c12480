const { describe } = require('./description.js');
const { stopReading } = require('./reading.js');

/** Gives one item, so that the webhook's response stays small however many items came in. */
class MeterStop {
	description = describe('meterStop', 'Meter stop');

	async execute() {
		const reading = stopReading(this.getExecutionId());
		const items = this.getInputData();
		return [[{ json: { ...reading, itemsIn: items.length, ...outcomesOf(items) } }]];
	}
}

/** Number of items that are done and failed, by outcome or cause. */
function outcomesOf(items) {
	const outcomes = { done: {}, failed: {} };
	for (const { json } of items) {
		const counts = json.error === undefined ? outcomes.done : outcomes.failed;
		const name = json.error === undefined ? outcomeOf(json) : causeOf(json);
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return outcomes;
}

/** RSA's state of the token in the response, for a node that knows no outcomes. */
function outcomeOf({ outcome, tokenState }) {
	return outcome ?? tokenState ?? 'answered';
}

function causeOf({ error, details }) {
	return details?.cause ?? details?.httpCode ?? error.code ?? 'without a code';
}

exports.MeterStop = MeterStop;
