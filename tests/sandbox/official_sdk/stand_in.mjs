// Stands in for the official Node SDK where its package is not at hand: the same calls, and on the
// wire the same requests (Bearer key, JSON, `{ data, error }` results, repeats after 429 and 5xx).
import { setTimeout as pause } from 'node:timers/promises';

const ERROR_CODES = {
  0: 'network_error',
  400: 'validation_error',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limit_exceeded',
};

// Verb, path, and what the call takes after the ids in its path: a body, the fields of a query, or
// the projectId alone. Whatever comes last are the options of the call.
const CALLS = {
  sending: { send: 'POST /sending body', getBatchStatus: 'GET /sending/batches/:id' },
  projects: {
    list: 'GET /projects query',
    get: 'GET /projects/:id',
    fieldCatalog: 'GET /projects/:id/field-catalog query',
  },
  metrics: { sending: 'GET /metrics/sending query' },
  billing: { credits: 'GET /billing/credits' },
  domains: {
    list: 'GET /domains',
    create: 'POST /domains body',
    get: 'GET /domains/:domain',
    verify: 'POST /domains/:domain/verify',
    update: 'PATCH /domains/:domain body',
    remove: 'DELETE /domains/:domain',
    listManaged: 'GET /domains/managed',
    checkAvailability: 'GET /domains/managed/check/:prefix',
    createManaged: 'POST /domains/managed body',
    removeManaged: 'DELETE /domains/managed/:domain',
  },
  contacts: { ...crud('contacts', 'query'), changeStatus: 'POST /contacts/status body' },
  tags: crud('tags', 'query'),
  segments: crud('segments', 'projectId'),
  topics: {
    ...crud('topics', 'query'),
    subscribe: 'POST /topics/:id/subscribe body',
    unsubscribe: 'POST /topics/:id/unsubscribe body',
  },
  emails: {
    list: 'GET /projects/emails query',
    importHtml: 'POST /projects/emails/import-html body',
    getGenerationStatus: 'GET /projects/emails/:id/status',
    get: 'GET /emails/:id',
    logs: 'GET /emails/:id/logs query',
    sendTest: 'POST /emails/test/send body',
  },
  campaigns: {
    list: 'GET /campaigns query',
    create: 'POST /campaigns body',
    get: 'GET /campaigns/:id',
    send: 'POST /campaigns/:id/send',
    schedule: 'POST /campaigns/:id/schedule body',
    cancel: 'POST /campaigns/:id/cancel',
    stats: 'GET /campaigns/:id/stats',
    logs: 'GET /campaigns/:id/logs query',
    archive: 'POST /campaigns/:id/archive',
    unarchive: 'POST /campaigns/:id/unarchive',
  },
  previews: {
    create: 'POST /emails/previews body',
    get: 'GET /emails/previews/:id',
    getStatus: 'GET /emails/previews/:id/status',
    getDevice: 'GET /emails/previews/:id/devices/:deviceKey',
    getSupportedDevices: 'GET /emails/devices/supported',
  },
  validation: {
    all: 'POST /emails/validate/all body',
    compatibility: 'POST /emails/validate/compatibility body',
    links: 'POST /emails/validate/links body',
    spelling: 'POST /emails/validate/spelling body',
    deliverability: 'POST /emails/validate/deliverability body',
  },
};

function crud(things, listed) {
  return {
    list: `GET /${things} ${listed}`,
    create: `POST /${things} body`,
    get: `GET /${things}/:id projectId`,
    update: `PATCH /${things}/:id body`,
    remove: `DELETE /${things}/:id projectId`,
  };
}

export class MigmaError extends Error {
  constructor(message, statusCode) {
    super(message);
    this.name = 'MigmaError';
    this.statusCode = statusCode;
    this.code = ERROR_CODES[statusCode] ?? (statusCode >= 500 ? 'internal_error' : 'unknown');
  }
}

export class Migma {
  constructor(apiKey, { baseUrl, maxRetries = 2, retryDelay = 1000 }) {
    Object.assign(this, { apiKey, baseUrl, maxRetries, retryDelay });
    for (const [resource, calls] of Object.entries(CALLS)) {
      const methods = Object.entries(calls).map(([name, call]) => [name, this.#method(call)]);
      this[resource] = Object.fromEntries(methods);
    }
    this.emails.importHtmlAndWait = async (body, polling, options) => {
      const { data: begun, error } = await this.emails.importHtml(body, options);
      if (error) return { data: null, error };
      const look = () => this.emails.getGenerationStatus(begun.conversationId);
      return poll(look, ({ status }) => ['completed', 'failed'].includes(status), polling);
    };
  }

  #method(call) {
    const [verb, path, takes] = call.split(' ');
    return (...given) => {
      const filled = path.replace(/:\w+/g, () => given.shift());
      const taken = takes && given.shift();
      const query = { query: taken, projectId: { projectId: taken } }[takes] ?? {};
      return this.#ask(verb, filled, query, takes === 'body' ? taken : undefined, given[0]);
    };
  }

  async #ask(verb, path, query, body, { idempotencyKey } = {}) {
    const url = new URL(this.baseUrl + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const headers = { Authorization: `Bearer ${this.apiKey}`, 'Content-Type': 'application/json' };
    if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
    const request = { method: verb, headers, body: body && JSON.stringify(body) };
    for (let left = this.maxRetries; ; left -= 1) {
      const { answer, status, wait } = await this.#once(url, request);
      if (status > 0 && status < 400 && answer.success) {
        const { data, count } = answer;
        return { data: count === undefined ? data : { data, count }, error: null };
      }
      const mayPass = status === 0 || status === 429 || status >= 500;
      if (!mayPass || left === 0)
        return { data: null, error: new MigmaError(answer.error, status) };
      await pause(wait ?? this.retryDelay);
    }
  }

  async #once(url, request) {
    try {
      const response = await fetch(url, request);
      const seconds = response.headers.get('Retry-After');
      const wait = seconds === null ? undefined : 1000 * Number(seconds);
      return { answer: await response.json(), status: response.status, wait };
    } catch (problem) {
      return { answer: { error: problem.message }, status: 0 };
    }
  }
}

export async function poll(look, isOver, { interval, onPoll }) {
  for (let number = 0; ; number += 1) {
    const seen = await look();
    if (seen.error) return seen;
    onPoll?.(seen.data, number);
    if (isOver(seen.data)) return seen;
    await pause(interval);
  }
}
