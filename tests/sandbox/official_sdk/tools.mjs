// How the visits ask: through the SDK itself where MIGMA_SDK names its folder, otherwise through
// the stand-in beside this file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const {
  MIGMA_BASE_URL: baseUrl,
  MIGMA_API_KEY: apiKey,
  MIGMA_READER_KEY: readerKey, // may read emails, and nothing else
  MIGMA_SDK: sdkFolder,
} = process.env;
const settings = { baseUrl, maxRetries: 2, retryDelay: 5 };

const { Migma, poll } = await load();
const owner = new Migma(apiKey, settings);
export const reader = new Migma(readerKey, settings);
export const stranger = new Migma('sk_test_nobody', settings);
export { poll };

async function load() {
  if (!sdkFolder) return import('./stand_in.mjs');
  const { module, main } = JSON.parse(readFileSync(join(sdkFolder, 'package.json'), 'utf8'));
  const loaded = await import(pathToFileURL(join(sdkFolder, module ?? main)));
  return { ...loaded.default, ...loaded };
}

/** Make a call such as `tags.list`; gives the SDK's own `{ data, error }`. */
export async function ask(call, ...given) {
  return askAs(owner, call, ...given);
}

async function askAs(client, call, ...given) {
  const [resource, method] = call.split('.');
  return client[resource][method](...given);
}

/** What a call gives that must succeed. */
export async function get(call, ...given) {
  const { data, error } = await ask(call, ...given);
  if (error) throw new Error(`${call}: ${error.message}`);
  return data;
}

/** How a call is refused that must fail. */
export async function refusal(call, ...given) {
  return refusalTo(owner, call, ...given);
}

export async function refusalTo(client, call, ...given) {
  const { data, error } = await askAs(client, call, ...given);
  if (data !== null) throw new Error(`${call} was not refused`);
  if (error.name !== 'MigmaError') throw error;
  return [error.statusCode, error.code];
}

/** Turn the sandbox's clock forward. */
export async function turnClock(seconds) {
  return control('clock', { advance: seconds });
}

/** Let a call go wrong, as `migma_desktop.sandbox.control` reads it. */
export async function plan(kind, path, details = {}) {
  return control('faults', { kind, path: `/v1${path}`, ...details });
}

async function control(what, body) {
  const headers = { Authorization: `Bearer ${apiKey}` };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(new URL(`/__sandbox__/${what}`, baseUrl), request);
  const answer = await response.text(); // an answer left unread keeps the process alive
  if (!response.ok) throw new Error(`${what}: ${answer}`);
}

/** What a call gives that polls: it looks again at once, and each look takes two seconds there. */
export async function patiently(wait) {
  const turns = [];
  const { data, error } = await wait({ interval: 1, onPoll: () => turns.push(turnClock(2)) });
  await Promise.all(turns);
  if (error) throw error;
  return data;
}

export const names = (things) => things.map((each) => each.name);
export const named = (things, name) => things.find((each) => each.name === name);
