module.exports = globalThis.loadedOnce.fastCheck;
