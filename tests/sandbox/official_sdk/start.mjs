// What the visits share: the practice brand Fern & Finch as it is at the first start.
import { get, named } from './tools.mjs';

export const { projects } = await get('projects.list', { limit: 10 });
export const projectId = named(projects, 'Fern & Finch')._id;
export const vip = named((await get('segments.list', projectId)).data, 'VIP customers');
export const locals = named((await get('tags.list', { projectId })).data, 'Local customers');

export const stored = await get('emails.list', { projectId, status: 'completed' });
export const { conversationId } = stored.emails.find((each) => each.title === 'Garden letter');
export const letter = await get('emails.getGenerationStatus', conversationId);
export const { emailId } = letter.result.emails[0];

export const sender = { from: 'hello@fernandfinch.example', fromName: 'Fern & Finch' };
export const toAda = {
  ...sender,
  recipientType: 'email',
  recipientEmail: 'ada@example.com',
  subject: 'Hello {{name}}',
  variables: { name: 'Ada' },
};
export const written = { template: '<p>Hello {{name}}</p>', projectId };
