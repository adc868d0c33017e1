// The official OpenAI client for Node.js against Polder, one scenario a run:
//
//   node scenarios.mjs SCENARIO BASE_URL [KEY]
//
// Prints one JSON object. A thrown error is printed as {"thrown": …}, so that the test sees its class.
import OpenAI from 'openai';

const [, , scenario, baseURL, apiKey = 'unused'] = process.argv;
const client = new OpenAI({ apiKey, baseURL, maxRetries: 0, logLevel: 'off' });
const question = {
  model: 'letters',
  messages: [{ role: 'user', content: 'Write to the citizen.' }],
};
const tools = [
  {
    type: 'function',
    function: {
      name: 'opening_hours',
      parameters: { type: 'object', properties: { desk: { type: 'string' } }, required: ['desk'] },
    },
  },
];

const scenarios = {
  async chat() {
    const { data, response } = await client.chat.completions.create(question).withResponse();
    return { text: data.choices[0].message.content, finish: data.choices[0].finish_reason,
      total: data.usage.total_tokens, served: response.headers.get('x-polder-served') };
  },

  async stream() {
    const { data, response } = await client.chat.completions
      .create({ ...question, stream: true })
      .withResponse();
    return { ...(await read(data)), served: response.headers.get('x-polder-served') };
  },

  async streamWithUsage() {
    return read(await client.chat.completions.create(
      { ...question, stream: true, stream_options: { include_usage: true } }));
  },

  // As applications write it: what came before the error is kept and shown.
  async interrupted() {
    let text = '';
    try {
      const stream = await client.chat.completions.create({ ...question, stream: true });
      for await (const chunk of stream) {
        text += chunk.choices?.[0]?.delta?.content ?? '';
      }
      return { text, ended: 'cleanly' };
    } catch (error) {
      return { text, ...described(error) };
    }
  },

  async tools() {
    const runner = client.chat.completions.stream({ ...question, tools });
    const asked = (await runner.finalChatCompletion()).choices[0];
    const results = asked.message.tool_calls.map((call) => ({
      role: 'tool',
      tool_call_id: call.id,
      content: `open: ${JSON.parse(call.function.arguments).desk}`,
    }));
    const answer = await client.chat.completions.create({
      ...question,
      tools,
      messages: [...question.messages, asked.message, ...results],
    });
    return { finish: asked.finish_reason, results, text: answer.choices[0].message.content };
  },

  async embeddings() {
    const input = ['permit', 'passport'];
    const unsaid = await client.embeddings.create({ model: 'search', input });
    const floats = await client.embeddings.create(
      { model: 'search', input, encoding_format: 'float' });
    const vectors = (list) => list.data.map((item) => Array.from(item.embedding));
    return { unsaid: vectors(unsaid), floats: vectors(floats) };
  },

  async models() {
    const listed = [];
    for await (const model of client.models.list()) {
      listed.push(model.id);
    }
    return { listed, retrieved: (await client.models.retrieve('letters')).owned_by };
  },

  async unknownUseCase() {
    return client.chat.completions.create({ ...question, model: 'poems' });
  },

  async retries() {
    const patient = new OpenAI({ apiKey, baseURL, maxRetries: 2, logLevel: 'off' });
    const completion = await patient.chat.completions.create(question);
    return { text: completion.choices[0].message.content };
  },

  async leaves() {
    const stream = await client.chat.completions.create({ ...question, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0].delta.content) {
        stream.controller.abort();
      }
    }
    return { aborted: stream.controller.signal.aborted };
  },
};

async function read(stream) {
  const seen = { text: '', finish: null, total: null };
  for await (const chunk of stream) {
    seen.text += chunk.choices[0]?.delta?.content ?? '';
    seen.finish = chunk.choices[0]?.finish_reason ?? seen.finish;
    seen.total = chunk.usage?.total_tokens ?? seen.total;
  }
  return seen;
}

function described(error) {
  return { thrown: error.constructor.name, status: error.status ?? null, code: error.code ?? null,
    param: error.param ?? null, message: error.message,
    retryAfter: error.headers?.get?.('retry-after') ?? null };
}

let result;
try {
  result = await scenarios[scenario]();
} catch (error) {
  result = described(error);
}
console.log(JSON.stringify(result));
