import { get, names, refusal } from './tools.mjs';
import { projectId, vip } from './start.mjs';

export async function visitContacts() {
  const person = {
    projectId,
    email: 'new@example.com',
    firstName: 'Noor',
    tags: ['Newsletter'],
    customFields: { city: 'Ghent' },
  };
  const key = { idempotencyKey: 'contact-new@example.com' };
  const made = await get('contacts.create', person, key);
  const again = await get('contacts.create', person, key);
  const change = { projectId, lastName: 'Okafor', phone: '+32 9 000 00 00' };
  await get('contacts.update', made.id, change);
  const changed = await get('contacts.get', made.id, projectId);
  const leaving = { projectId, email: person.email, status: 'unsubscribed' };
  const left = await get('contacts.changeStatus', leaving);
  const found = await get('contacts.list', { projectId, search: 'okafor', status: 'unsubscribed' });
  const last = await get('contacts.list', { projectId, page: 3, limit: 100 });
  const tagged = await get('contacts.list', { projectId, tags: 'Local customers,Press', limit: 1 });
  return {
    once: made.id === again.id,
    changed: [changed.firstName, changed.lastName, changed.phone, changed.tags],
    fields: changed.customFields,
    left: left.success,
    found: found.data.map((each) => [each.email, each.status]),
    last: [last.data.length, last.count],
    tagged: [tagged.data.length, tagged.count],
    removed: (await get('contacts.remove', made.id, projectId)).deleted,
    gone: await refusal('contacts.get', made.id, projectId),
  };
}

export async function visitTags() {
  const made = await get('tags.create', { projectId, name: 'Ferns', color: '#2f6b4f' });
  await get('tags.update', made.id, { projectId, name: 'Fern lovers', description: 'Shade' });
  const changed = await get('tags.get', made.id, projectId);
  const order = { sortBy: 'name', sortOrder: 'asc' };
  const sorted = await get('tags.list', { projectId, page: 1, limit: 2, ...order });
  return {
    made: [made.name, made.color, made.subscriberCount],
    changed: [changed.name, changed.description],
    sorted: [names(sorted.data), sorted.count],
    searched: names((await get('tags.list', { projectId, search: 'lovers' })).data),
    removed: (await get('tags.remove', made.id, projectId)).deleted,
    gone: await refusal('tags.get', made.id, projectId),
  };
}

export async function visitSegments() {
  const gold = { fields: [{ key: 'tier', mode: 'is', values: ['Gold'] }] };
  const made = await get('segments.create', { projectId, name: 'Gold', filters: gold });
  const wider = { match: 'any', groups: [gold, { tags: ['Local customers'] }] };
  await get('segments.update', made.id, { projectId, description: 'Best', filters: wider });
  const changed = await get('segments.get', made.id, projectId);
  const { count } = await get('segments.list', projectId);
  return {
    vip: vip.count,
    made: [made.name, made.count],
    changed: [changed.description, changed.count, changed.filters.match],
    count,
    removed: (await get('segments.remove', made.id, projectId)).deleted,
    gone: await refusal('segments.get', made.id, projectId),
  };
}

export async function visitTopics() {
  const made = await get('topics.create', { projectId, name: 'Ferns', visibility: 'private' });
  const { data: people } = await get('contacts.list', { projectId, limit: 1 });
  const choice = { projectId, subscriberId: people[0].id };
  const joined = await get('topics.subscribe', made.id, choice);
  const left = await get('topics.unsubscribe', made.id, choice);
  await get('topics.update', made.id, { projectId, isActive: false, displayOrder: 9 });
  const changed = await get('topics.get', made.id, projectId);
  return {
    made: [made.name, made.visibility, made.defaultSubscription, made.isActive],
    chosen: [joined.subscribed, left.subscribed, left.subscriberId === choice.subscriberId],
    changed: [changed.isActive, changed.displayOrder],
    active: (await get('topics.list', { projectId })).count,
    all: (await get('topics.list', { projectId, includeInactive: true })).count,
    removed: (await get('topics.remove', made.id, projectId)).deleted,
    gone: await refusal('topics.get', made.id, projectId),
  };
}
