const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { parseArgs } = require('node:util');
const { dest, parallel, series, src, watch } = require('gulp');

// gulp watch --to <folder> keeps another folder up to date, such as that of a package in a running n8n.
const { to } = parseArgs({
	strict: false,
	options: { to: { type: 'string', default: 'dist' } },
}).values;

const iconFiles = 'icons/*.svg';
// What n8n reads beside the node's file: its entry in the node panel, and the fields of its outputs.
const descriptionFiles = ['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

const clean = async () => await rm(to, { recursive: true, force: true });

// The compiler itself: the gulp plugin for it is no longer kept.
const typescript = (...parameters) =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '--outDir', to, ...parameters], {
		stdio: 'inherit',
	});

const compile = () => typescript();

const icons = () => src(iconFiles).pipe(dest(`${to}/icons`));

const descriptions = () => src(descriptionFiles, { base: '.' }).pipe(dest(to));

const keepUpToDate = () => {
	// What was saved since the last build too.
	const initially = { ignoreInitial: false };
	watch(iconFiles, initially, icons);
	watch(descriptionFiles, initially, descriptions);
	return typescript('--watch', '--preserveWatchOutput');
};

exports.default = exports.build = series(clean, parallel(compile, icons, descriptions));
exports.watch = keepUpToDate;
