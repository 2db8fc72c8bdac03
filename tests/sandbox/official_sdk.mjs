// Drives the sandbox as the official Node SDK does: the same calls, through the SDK itself when
// MIGMA_SDK names its folder, and otherwise through a small client that speaks as it speaks on
// the wire (Bearer key, JSON, {data, error} results, one request a call).
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { MIGMA_BASE_URL: baseUrl, MIGMA_API_KEY: apiKey, MIGMA_SDK: sdkFolder } = process.env;

async function ask(method, path, { query = {}, body, idempotencyKey } = {}) {
  const url = new URL(baseUrl + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok || !answer.success) {
    return { data: null, error: { message: answer.error, statusCode: response.status } };
  }
  const counted = method === 'GET' && 'count' in answer;
  return { data: counted ? { data: answer.data, count: answer.count } : answer.data, error: null };
}

const wireClient = {
  sending: {
    send: (body, options) => ask('POST', '/sending', { body, ...options }),
    getBatchStatus: (id) => ask('GET', `/sending/batches/${id}`),
  },
  projects: {
    list: (query) => ask('GET', '/projects', { query }),
    get: (id) => ask('GET', `/projects/${id}`),
    fieldCatalog: (id, query) => ask('GET', `/projects/${id}/field-catalog`, { query }),
  },
  domains: {
    list: () => ask('GET', '/domains'),
    listManaged: () => ask('GET', '/domains/managed'),
    get: (domain) => ask('GET', `/domains/${domain}`),
    verify: (domain) => ask('POST', `/domains/${domain}/verify`),
    checkAvailability: (prefix) => ask('GET', `/domains/managed/check/${prefix}`),
  },
  tags: { list: (query) => ask('GET', '/tags', { query }) },
  segments: { list: (projectId) => ask('GET', '/segments', { query: { projectId } }) },
  contacts: {
    list: (query) => ask('GET', '/contacts', { query }),
    create: (body) => ask('POST', '/contacts', { body }),
    get: (id, projectId) => ask('GET', `/contacts/${id}`, { query: { projectId } }),
    update: (id, body) => ask('PATCH', `/contacts/${id}`, { body }),
    remove: (id, projectId) => ask('DELETE', `/contacts/${id}`, { query: { projectId } }),
  },
  topics: {
    list: (query) => ask('GET', '/topics', { query }),
    create: (body) => ask('POST', '/topics', { body }),
    remove: (id, projectId) => ask('DELETE', `/topics/${id}`, { query: { projectId } }),
  },
  emails: {
    list: (query) => ask('GET', '/projects/emails', { query }),
    getGenerationStatus: (id) => ask('GET', `/projects/emails/${id}/status`),
    get: (id) => ask('GET', `/emails/${id}`),
    sendTest: (body) => ask('POST', '/emails/test/send', { body }),
    logs: (id, query) => ask('GET', `/emails/${id}/logs`, { query }),
  },
  campaigns: {
    list: (query) => ask('GET', '/campaigns', { query }),
    create: (body) => ask('POST', '/campaigns', { body }),
    get: (id) => ask('GET', `/campaigns/${id}`),
    send: (id) => ask('POST', `/campaigns/${id}/send`),
  },
};

async function makeClient() {
  if (!sdkFolder) return wireClient;
  const { createRequire } = await import('node:module');
  const require = createRequire(pathToFileURL(join(sdkFolder, 'package.json')));
  const loaded = require(sdkFolder);
  const Migma = loaded.default ?? loaded.Migma ?? loaded;
  return new Migma(apiKey, { baseUrl });
}

function good({ data, error }, what) {
  if (error) throw new Error(`${what}: ${error.message}`);
  return data;
}

const migma = await makeClient();
const found = {};

const { projects } = good(await migma.projects.list({ limit: 10 }), 'projects.list');
const projectId = projects[0]._id;
found.projects = projects.map((each) => each.name);
found.project = good(await migma.projects.get(projectId), 'projects.get').name;
found.fields = good(await migma.projects.fieldCatalog(projectId, {}), 'fieldCatalog').entries.length;

const domains = good(await migma.domains.list(), 'domains.list');
found.domains = domains.map((each) => [each.domain, each.isVerified]);
const sender = domains.find((each) => each.isVerified && !each.isManagedDomain).domain;
const pending = domains.find((each) => !each.isVerified).domain;
found.managed = good(await migma.domains.listManaged(), 'domains.listManaged').length;
found.records = good(await migma.domains.get(pending), 'domains.get').dnsRecords.length;
found.verified = good(await migma.domains.verify(pending), 'domains.verify').isVerified;
found.free = good(await migma.domains.checkAvailability('moss'), 'checkAvailability').available;

const common = { from: `hello@${sender}`, fromName: 'Shop', subject: 'Hello {{name}}' };
const one = {
  ...common,
  recipientType: 'email',
  recipientEmail: 'ada@example.com',
  template: '<p>Hello {{name}}</p>',
  projectId,
  variables: { name: 'Ada' },
};
const idempotencyKey = createHash('sha256').update('one').digest('hex');
const first = good(await migma.sending.send(one, { idempotencyKey }), 'sending.send');
const again = good(await migma.sending.send(one, { idempotencyKey }), 'sending.send again');
found.sent = [first.status, first.provider, first.id === again.id];
const refused = await migma.sending.send({ ...one, from: `hello@${pending}` });
found.refused = refused.error.statusCode ?? refused.error.status;

const segments = good(await migma.segments.list(projectId), 'segments.list');
const vip = segments.data.find((each) => each.name === 'VIP customers');
found.vip = vip.count;
const batch = good(
  await migma.sending.send({
    ...common,
    recipientType: 'segment',
    recipientId: vip.id,
    template: '<p>News</p>',
    projectId,
  }),
  'sending.send to a segment',
);
found.batch = good(await migma.sending.getBatchStatus(batch.batchId), 'getBatchStatus').totalCount;

found.tags = good(await migma.tags.list({ projectId, limit: 2 }), 'tags.list').count;
found.contacts = good(await migma.contacts.list({ projectId, limit: 5 }), 'contacts.list').count;
const person = { email: 'new@example.com', projectId, firstName: 'Noor' };
const contact = good(await migma.contacts.create(person), 'contacts.create');
const change = { projectId, lastName: 'Okafor' };
good(await migma.contacts.update(contact.id, change), 'contacts.update');
found.contact = good(await migma.contacts.get(contact.id, projectId), 'contacts.get').lastName;
found.removed = good(await migma.contacts.remove(contact.id, projectId), 'contacts.remove').deleted;

found.topics = good(await migma.topics.list({ projectId }), 'topics.list').count;
const topic = good(await migma.topics.create({ projectId, name: 'Ferns' }), 'topics.create');
good(await migma.topics.remove(topic.id, projectId), 'topics.remove');

const emails = good(await migma.emails.list({ projectId, status: 'completed' }), 'emails.list');
found.emails = emails.pagination.total;
const { conversationId } = emails.emails.find((each) => each.title === 'Garden letter');
const made = good(await migma.emails.getGenerationStatus(conversationId), 'getGenerationStatus');
const { emailId } = made.result.emails[0];
found.subject = good(await migma.emails.get(emailId), 'emails.get').subject;
const test = { to: 'me@example.com', conversationId };
found.test = good(await migma.emails.sendTest(test), 'emails.sendTest').sentTo;
found.logs = good(await migma.emails.logs(emailId, { limit: 5 }), 'emails.logs').emails.length;

const campaign = good(
  await migma.campaigns.create({
    ...common,
    projectId,
    name: 'Spring',
    conversationId,
    recipientType: 'audience',
    recipientId: vip.id,
  }),
  'campaigns.create',
);
found.draft = good(await migma.campaigns.get(campaign.id), 'campaigns.get').status;
found.sending = good(await migma.campaigns.send(campaign.id), 'campaigns.send').status;
found.campaigns = good(await migma.campaigns.list({ projectId }), 'campaigns.list').total;

process.stdout.write(JSON.stringify(found));
