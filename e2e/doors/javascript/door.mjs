// AWS's JavaScript SDK, version 3, kept running: answers one line of JSON for each line of JSON (see ../lines.py).

import { createInterface } from 'node:readline';

import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as a2i from '@aws-sdk/client-sagemaker-a2i-runtime';

const SERVICES = {
  s3: [s3, s3.S3Client],
  sagemaker: [sagemaker, sagemaker.SageMakerClient],
  'sagemaker-a2i-runtime': [a2i, a2i.SageMakerA2IRuntimeClient],
};
const clients = new Map();

// Endpoint, region and credentials come from the environment; a client has read them by the time of its first answer.
function client({ service, environment }) {
  Object.assign(process.env, environment);
  const key = `${service} ${JSON.stringify(environment)}`;
  if (!clients.has(key)) clients.set(key, new SERVICES[service][1]());
  return clients.get(key);
}

async function answer(question) {
  const [sdk] = SERVICES[question.service];
  const { operation, parameters } = question;
  if (question.verb === 'every') return every(sdk, question);
  const result = await client(question).send(new sdk[`${operation}Command`](parameters));
  if (question.verb === 'object') return result.Body.transformToString();
  delete result.$metadata;
  return result;
}

async function every(sdk, question) {
  const { MaxResults: pageSize, ...parameters } = question.parameters;
  const paginate = sdk[`paginate${question.operation}`];
  const found = [];
  for await (const page of paginate({ client: client(question), pageSize }, parameters)) {
    found.push(...Object.values(page).filter(Array.isArray).flat());
  }
  return found;
}

function refusal(error) {
  if (!error.$metadata?.httpStatusCode) return { trouble: String(error.stack ?? error) };
  return {
    error: {
      code: error.name,
      message: error.message,
      status: error.$metadata.httpStatusCode,
      attempts: error.$metadata.attempts,
      modelled: error.constructor.name,
    },
  };
}

const reviveDates = (_, value) => (value && typeof value === 'object' && '$date' in value ? new Date(value.$date) : value);

function markDates(value) {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(markDates);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, markDates(part)]));
  }
  return value;
}

for await (const line of createInterface({ input: process.stdin })) {
  let told;
  try {
    told = { result: markDates((await answer(JSON.parse(line, reviveDates))) ?? null) };
  } catch (error) {
    told = refusal(error);
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
