// Drives the sandbox as a program on the official Node SDK does: every call of the SDK that belongs
// to an operation of the sandbox. Prints what came back, for the tests to judge.
import { visitAccount, visitBrands, visitDomains } from './account.mjs';
import { visitContacts, visitSegments, visitTags, visitTopics } from './audience.mjs';
import { visitCampaigns, visitEmails, visitPreviews, visitValidation } from './emails.mjs';
import { visitBatches, visitLogs, visitSending } from './sending.mjs';
import { meetRefusals, meetTrouble } from './trouble.mjs';

const found = {
  brands: await visitBrands(),
  account: await visitAccount(),
  domains: await visitDomains(),
  emails: await visitEmails(),
  sending: await visitSending(),
  batches: await visitBatches(),
  logs: await visitLogs(),
  contacts: await visitContacts(),
  tags: await visitTags(),
  segments: await visitSegments(),
  topics: await visitTopics(),
  campaigns: await visitCampaigns(),
  previews: await visitPreviews(),
  validation: await visitValidation(),
  refusals: await meetRefusals(),
  trouble: await meetTrouble(),
};
process.stdout.write(JSON.stringify(found));
