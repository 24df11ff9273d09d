/**
 * Mastra reports what it is used for to its makers, and fetches its list of models, unless its environment says otherwise.
 * This module must be evaluated before anything of Mastra is: nothing of this service may call out by itself.
 */
process.env['MASTRA_TELEMETRY_DISABLED'] = '1';
process.env['MASTRA_OFFLINE'] = '1';
process.env['MASTRA_AUTO_REFRESH_PROVIDERS'] = 'false';
