import { get, plan, reader, refusal, refusalTo, stranger } from './tools.mjs';
import { conversationId, projectId, toAda, written } from './start.mjs';

const receipt = { ...toAda, ...written };

export async function meetRefusals() {
  const once = { idempotencyKey: 'receipt-2' };
  await get('sending.send', { ...receipt, recipientEmail: 'bob@example.com' }, once);
  const { data: people } = await get('contacts.list', { projectId, limit: 1 });
  return {
    invalid: await refusal('sending.send', { ...receipt, recipientEmail: 'bob' }),
    tooLong: await refusal('contacts.list', { projectId, limit: 101 }),
    stranger: await refusalTo(stranger, 'projects.list'),
    reader: await refusalTo(reader, 'sending.send', { ...toAda, conversationId }),
    unverified: await refusal('sending.send', { ...receipt, from: 'a@northlightcoffee.example' }),
    unknown: await refusal('projects.get', '0'.repeat(24)),
    otherBody: await refusal('sending.send', receipt, once),
    takenAddress: await refusal('contacts.create', { projectId, email: people[0].email }),
  };
}

/** A lost answer, a server that is down for a moment, and limits that pass or stay. */
export async function meetTrouble() {
  await plan('reset_after', '/sending', { call: 1 });
  await plan('status', '/sending', { call: 2, status: 503 });
  const toCleo = { ...receipt, recipientEmail: 'cleo@example.com' };
  const kept = await get('sending.send', toCleo, { idempotencyKey: 'receipt-3' });
  await plan('status', '/domains', { call: 1, status: 429, retryAfter: 0 });
  const waited = await get('domains.list');
  await plan('status', '/billing/credits', { status: 429, retryAfter: 0 });
  await plan('status', '/domains/managed', { status: 500 });
  await plan('html_page', '/metrics/sending');
  await plan('refuse', '/projects');
  return {
    kept: [kept.status, kept.sentCount],
    waited: waited.length,
    limited: await refusal('billing.credits'),
    broken: await refusal('domains.listManaged'),
    unreadable: await refusal('metrics.sending'),
    unreachable: await refusal('projects.list'),
  };
}
