import { ask, get, names, patiently, turnClock } from './tools.mjs';
import { conversationId, emailId, letter, projectId, sender, stored, vip } from './start.mjs';

export async function visitEmails() {
  const searched = await get('emails.list', { projectId, search: 'garden' });
  const page = await get('emails.list', { projectId, status: 'completed', page: 2, limit: 5 });
  const html = '<title>Ferns</title><p>Fronds, {{firstName}}</p>';
  const begun = await get('emails.importHtml', { projectId, html, name: 'ferns.html' });
  const states = [begun.status];
  for (const seconds of [1, 2]) {
    await turnClock(seconds);
    states.push((await get('emails.getGenerationStatus', begun.conversationId)).status);
  }
  const { result } = await get('emails.getGenerationStatus', begun.conversationId);
  const email = await get('emails.get', result.emails[0].emailId);
  const many = { projectId, htmls: ['One', 'Two'].map((name) => ({ name, source: html })) };
  const key = { idempotencyKey: 'import-ferns' };
  const series = await patiently((options) => ask('emails.importHtmlAndWait', many, options, key));
  const empty = { projectId, html: 'no mark-up at all', name: 'empty.txt' };
  const failed = await patiently((options) => ask('emails.importHtmlAndWait', empty, options));
  return {
    stored: stored.pagination.total,
    searched: searched.emails.map((each) => each.title),
    page: [page.emails.length, page.pagination.page, page.pagination.hasMore],
    letter: [letter.status, letter.result.subject, (await get('emails.get', emailId)).subject],
    states,
    imported: [email.subject, email.html === html, email.status],
    series: [series.status, series.result.emails.length, series.result.seriesPlan.count],
    failed: [failed.status, failed.error],
  };
}

export async function visitCampaigns() {
  const plan = {
    ...sender,
    projectId,
    conversationId,
    emailId,
    recipientType: 'audience',
    recipientId: vip.id,
  };
  const key = { idempotencyKey: 'campaign-spring' };
  const spring = await get('campaigns.create', { ...plan, name: 'Spring' }, key);
  const again = await get('campaigns.create', { ...plan, name: 'Spring' }, key);
  const when = { scheduledAt: '2027-07-01T15:00:00Z', scheduledTimezone: 'Europe/Vienna' };
  const planned = await get('campaigns.schedule', spring.id, when);
  const cancelled = await get('campaigns.cancel', spring.id);
  const autumn = await get('campaigns.create', { ...plan, name: 'Autumn', subject: 'Leaves' });
  const sending = await get('campaigns.send', autumn.id, { idempotencyKey: 'autumn-now' });
  await turnClock(60);
  const sent = await get('campaigns.get', autumn.id);
  const stats = await get('campaigns.stats', autumn.id);
  const first = await get('campaigns.logs', autumn.id, { limit: 100 });
  const cursor = first.nextCursor;
  const rest = await get('campaigns.logs', autumn.id, { limit: 100, cursor });
  const bounced = await get('campaigns.logs', autumn.id, { status: 'bounced' });
  const archived = await get('campaigns.archive', spring.id);
  const drawer = await get('campaigns.list', { projectId, archived: true });
  const unarchived = await get('campaigns.unarchive', spring.id);
  const page = await get('campaigns.list', { projectId, page: 2, limit: 3 });
  return {
    once: spring.id === again.id,
    created: [spring.status, spring.subject === letter.result.subject, spring.estimatedRecipients],
    planned: [planned.status, planned.scheduledAt, planned.scheduledTimezone],
    cancelled: cancelled.status,
    sent: [sending.status, sent.status, sent.subject],
    logs: [first.emails.length, rest.emails.length, rest.hasMore, bounced.emails.length],
    named: first.emails[0].campaign_id === autumn.id,
    stats: [stats.totalSent, stats.totalDelivered, stats.bounces, stats.openRate],
    archived: [archived.archived, names(drawer.campaigns), unarchived.archived],
    page: [page.campaigns.length, page.total],
    drafts: (await get('campaigns.list', { projectId, status: 'draft' })).total,
  };
}

export async function visitPreviews() {
  const known = await get('previews.getSupportedDevices');
  const devices = known.devices.slice(0, 2).map((device) => device.key);
  const begun = await get('previews.create', { html: '<p>Ferns</p>', subject: 'New', devices });
  await turnClock(5);
  const status = await get('previews.getStatus', begun.previewId);
  const done = await get('previews.get', begun.previewId);
  const one = await get('previews.getDevice', begun.previewId, devices[0]);
  return {
    known: known.total === known.devices.length,
    begun: [begun.status, begun.devices.length, begun.creditsCharged],
    done: [status.status, status.metadata.completedDevices, done.status],
    one: [one.device.status, one.device.screenshotUrl.slice(0, 15)],
  };
}

export async function visitValidation() {
  const html =
    '<p>Act now, you are a winner: recieve ferns <a href="http://localhost/x">here</a></p>' +
    '<video></video>';
  const subject = 'Sale';
  const all = await get('validation.all', { html, subject, options: { checkSpelling: false } });
  const fits = await get('validation.compatibility', { html, clients: ['Gmail'] });
  const links = await get('validation.links', { html, timeout: 2000, followRedirects: true });
  const spelling = await get('validation.spelling', { html, languages: ['en'] });
  const arrives = await get('validation.deliverability', { html, subject, fromEmail: sender.from });
  return {
    all: [all.overallScore, all.summary.failed, all.spelling === undefined],
    compatibility: [fits.summary.totalErrors, fits.metadata.clientsTested],
    links: [links.totalLinks, links.summary.brokenLinks],
    spelling: spelling.summary.totalErrors,
    deliverability: [arrives.prediction.category, arrives.spamScore.triggers],
  };
}
