module.exports = globalThis.loadedOnce.n8nWorkflow;
