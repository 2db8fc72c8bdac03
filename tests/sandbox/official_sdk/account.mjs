import { get, names, turnClock } from './tools.mjs';
import { projectId, projects, vip } from './start.mjs';

export async function visitBrands() {
  const second = await get('projects.list', { limit: 1, offset: 1 });
  const catalog = await get('projects.fieldCatalog', projectId);
  const ofVips = await get('projects.fieldCatalog', projectId, { segmentId: vip.id });
  const ofLocals = await get('projects.fieldCatalog', projectId, { tag: 'Local customers' });
  return {
    all: names(projects),
    second: [...names(second.projects), second.pagination.total, second.pagination.hasMore],
    one: (await get('projects.get', projectId)).name,
    fields: catalog.entries.map((each) => each.key),
    people: [catalog, ofVips, ofLocals].map((each) => each.totalSubscribers),
  };
}

export async function visitAccount() {
  const metrics = await get('metrics.sending', { months: 2 });
  const { currentPlan, hasCredits } = await get('billing.credits');
  return {
    months: [metrics.period, ...metrics.history.map((each) => each.period)],
    today: metrics.today,
    remaining: metrics.remainingMonth,
    credits: [currentPlan, hasCredits],
  };
}

export async function visitDomains() {
  const all = await get('domains.list');
  const made = await get('domains.create', { domain: 'ferns.example' });
  const early = await get('domains.verify', made.domain);
  await turnClock(60);
  const late = await get('domains.verify', made.domain);
  const quiet = await get('domains.update', made.domain, { openTracking: false });
  const wished = await get('domains.checkAvailability', 'moss');
  const moss = await get('domains.createManaged', { prefix: 'moss' });
  const taken = await get('domains.checkAvailability', 'moss');
  return {
    all: all.map((each) => [each.domain, each.isVerified]),
    managed: (await get('domains.listManaged')).map((each) => each.domain),
    records: (await get('domains.get', made.domain)).dnsRecords.map((each) => each.type),
    verified: [made, early, late].map((each) => each.isVerified),
    tracking: quiet.trackingSettings,
    wished: [wished.available, wished.fullDomain],
    moss: [moss.domain, moss.isVerified],
    taken: [taken.available, taken.reason],
    removed: [
      await get('domains.remove', made.domain),
      await get('domains.removeManaged', moss.domain),
    ],
  };
}
