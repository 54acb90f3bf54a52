import own from '../package.json' with { type: 'json' };

/** Product and version, as written into exchanges and reports and sent as user agent. */
export const TOOL = `chatspec/${own.version}`;
