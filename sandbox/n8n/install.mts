import { installN8n } from './installation.mts';

const startedAt = Date.now();
const { version, folder } = await installN8n({
	onProgress: (line) => {
		console.log(line);
	},
});
const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(`n8n ${version} is ready after ${seconds} s: ${folder}`);
