import { ask, get, patiently, poll } from './tools.mjs';
import {
  conversationId,
  emailId,
  letter,
  locals,
  projectId,
  sender,
  toAda,
  vip,
  written,
} from './start.mjs';

export async function visitSending() {
  const once = { idempotencyKey: 'receipt-1' };
  const first = await get('sending.send', { ...toAda, ...written }, once);
  const again = await get('sending.send', { ...toAda, ...written }, once);
  const byConversation = await get('sending.send', { ...toAda, conversationId });
  const byEmail = await get('sending.send', {
    ...toAda,
    recipientEmail: 'bea@example.com',
    bcc: ['archive@example.com'],
    replyTo: 'shop@fernandfinch.example',
    emailId,
    providerType: 'migma',
    transactional: false,
  });
  const tests = [
    await get('emails.sendTest', { to: 'me@example.com', conversationId }),
    await get('emails.sendTest', { to: 'you@example.com', emailId }),
  ];
  return {
    template: [first.status, first.provider, first.sentCount, first.id === first.sendId],
    again: first.id === again.id,
    conversation: [byConversation.conversationId === conversationId, byConversation.emailId],
    email: [byEmail.emailId === emailId, byEmail.status],
    tests: tests.map((each) => [each.sentTo, each.subject === letter.result.subject]),
  };
}

export async function visitBatches() {
  const many = { ...sender, subject: 'News, {{firstName}}' };
  const orders = [
    { recipientType: 'segment', recipientId: vip.id, template: '<p>News</p>', projectId },
    { recipientType: 'audience', recipientId: vip.id, conversationId, transactional: true },
    { recipientType: 'tag', recipientId: locals.id, emailId },
  ];
  const told = [];
  for (const order of orders) {
    const { batchId, status } = await get('sending.send', { ...many, ...order });
    const early = await get('sending.getBatchStatus', batchId);
    const over = await patiently((options) =>
      poll(
        () => ask('sending.getBatchStatus', batchId),
        (batch) => !['queued', 'processing', 'throttled'].includes(batch.status),
        options,
      ),
    );
    told.push([order.recipientType, status, early.status, over.status, over.sentCount]);
  }
  return told;
}

export async function visitLogs() {
  const rows = [];
  let cursor;
  do {
    const page = await get('emails.logs', emailId, { limit: 100, cursor });
    rows.push(page.emails.length);
    cursor = page.nextCursor ?? undefined;
    if (page.hasMore !== (cursor !== undefined)) throw new Error('hasMore and cursor disagree');
  } while (cursor !== undefined);
  const delivered = await get('emails.logs', emailId, { status: 'delivered', limit: 1 });
  const bounced = await get('emails.logs', emailId, { status: 'bounced' });
  const { from_email: from, status } = delivered.emails[0];
  return { rows, delivered: [from, status], bounced: bounced.emails };
}
