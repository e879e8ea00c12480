const { describe } = require('./description.js');
const { credentials, loop } = require('./loop.js');

/** Bytes and ms, as the node under test bounds an answer. */
const LONGEST_BODY = 2_000_000;
const TIMEOUT = 30_000;

/** The bare loop, which reads each answer as a stream: n8n's HTTP helper bounds neither its length nor its time. */
class BoundedLoop {
	description = describe('boundedLoop', 'Bounded loop', { credentials });

	async execute() {
		const items = this.getInputData();
		const bounds = { options: { encoding: 'stream' }, readBody: readWithinBounds };
		return await loop(this, (index) => items[index].json, bounds);
	}
}

async function readWithinBounds(stream) {
	const timer = setTimeout(() => stream.destroy(new Error('The answer takes too long')), TIMEOUT);
	try {
		const chunks = [];
		let length = 0;
		for await (const chunk of stream) {
			length += chunk.length;
			if (length > LONGEST_BODY) throw new Error('The answer is too long');
			chunks.push(chunk);
		}
		return JSON.parse(Buffer.concat(chunks).toString());
	} finally {
		clearTimeout(timer);
	}
}

exports.BoundedLoop = BoundedLoop;
