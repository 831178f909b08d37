/* The browsable API page: made of openapi.json in the browser; calls go with the present session. */
const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};
const cookie = (name) =>
  decodeURIComponent(document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? '');

let components = {};
const named = (schema) => schema?.$ref?.split('/').pop();
const resolved = (schema) => (schema?.$ref ? components[named(schema)] : schema) ?? {};

function typeName(schema) {
  if (!schema) return '';
  if (schema.$ref) return named(schema);
  if (schema.oneOf) return schema.oneOf.map(typeName).join(' | ');
  if (schema.type === 'array') return `${typeName(schema.items)}[]`;
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? 'any');
}

function example(schema, depth = 0) {
  const real = resolved(schema);
  if (real.oneOf) return example(real.oneOf[0], depth);
  if (real.examples) return real.examples[0];
  if (real.enum) return real.enum.find(Boolean) ?? '';
  if (real.type === 'array') return depth > 3 ? [] : [example(real.items, depth + 1)];
  if (real.type === 'object') {
    if (depth > 3) return {};
    const fields = Object.entries(real.properties ?? {});
    return Object.fromEntries(fields.map(([name, field]) => [name, example(field, depth + 1)]));
  }
  return { integer: 0, number: 0, boolean: false, string: '' }[real.type] ?? null;
}

function fieldTable(schema) {
  const real = resolved(schema);
  const required = new Set(real.required ?? []);
  const rows = Object.entries(real.properties ?? {}).map(([name, field]) =>
    make('tr', {}, make('td', {}, make('code', { textContent: name }), required.has(name) ? ' *' : ''),
      make('td', { textContent: typeName(field) }), make('td', { textContent: field.description ?? resolved(field).description ?? '' })));
  return make('table', {}, make('tbody', {}, ...rows));
}

function tryOut(verb, path, operation, body) {
  const inputs = new Map();
  const table = make('tbody');
  for (const parameter of operation.parameters) {
    const input = make('input', { ariaLabel: parameter.name });
    inputs.set(parameter, input);
    table.append(make('tr', {}, make('td', {}, make('code', { textContent: parameter.name }), parameter.required ? ' *' : ''),
      make('td', { textContent: typeName(parameter.schema) }), make('td', {}, input), make('td', { textContent: parameter.description ?? '' })));
  }
  const json = body?.['application/json'];
  const form = body?.['multipart/form-data'];
  const text = json && make('textarea', { ariaLabel: 'Body', value: JSON.stringify(example(json.schema), null, 2), spellcheck: false });
  const file = form && make('input', { type: 'file', ariaLabel: 'File' });
  const fields = form && make('textarea', { ariaLabel: 'Form fields, one name=value a line', placeholder: 'kind=LEGAL' });
  const answer = make('pre', { hidden: true, tabIndex: 0 });
  const button = make('button', { type: 'button', textContent: 'Send', className: 'try' });
  button.addEventListener('click', async () => {
    let url = path;
    const query = new URLSearchParams();
    for (const [parameter, input] of inputs) {
      if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (input.value) for (const value of parameter.schema.type === 'array' ? input.value.split(',') : [input.value]) query.append(parameter.name, value);
    }
    const headers = { 'X-CSRF-Token': cookie('crm_csrf') };
    let sent;
    if (text) { headers['Content-Type'] = 'application/json'; sent = text.value; }
    if (form) {
      sent = new FormData();
      for (const line of fields.value.split('\n').filter(Boolean)) sent.append(line.split('=')[0], line.slice(line.indexOf('=') + 1));
      if (file.files[0]) sent.append('file', file.files[0]);
    }
    const started = performance.now();
    const response = await fetch(query.size ? `${url}?${query}` : url, { method: verb.toUpperCase(), headers, body: sent });
    const raw = await response.text();
    let shown = raw;
    try { shown = JSON.stringify(JSON.parse(raw), null, 2); } catch { /* a file or an empty answer */ }
    answer.textContent = `${response.status} · ${Math.round(performance.now() - started)} ms\n${shown.slice(0, 200000)}`;
    answer.hidden = false;
  });
  const parts = operation.parameters.length ? [make('h3', { textContent: 'Parameters' }), make('table', {}, table)] : [];
  if (json) parts.push(make('h3', { textContent: `Body: ${typeName(json.schema)}` }), fieldTable(json.schema), text);
  if (form) parts.push(make('h3', { textContent: 'Form' }), fieldTable(form.schema), fields, file);
  return [...parts, button, answer];
}

function operationNode(path, verb, operation) {
  const content = make('div');
  const node = make('details', { id: operation.operationId }, make('summary', {},
    make('span', { className: 'verb', textContent: verb.toUpperCase() }), make('span', { className: 'path', textContent: path }),
    make('span', { className: 'what', textContent: operation.summary })), content);
  node.dataset.words = `${verb} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase();
  node.addEventListener('toggle', () => {
    if (!node.open || content.childElementCount) return;
    const answer = operation.responses['200'].content;
    const schema = answer?.['application/json']?.schema;
    content.append(make('p', { textContent: operation.description }),
      make('p', { className: 'right', textContent: `Permission: ${operation['x-permission']}` }),
      ...tryOut(verb, path, operation, operation.requestBody?.content),
      make('h3', { textContent: `Answer: ${schema ? typeName(schema) : 'a file'}` }), ...(schema ? [fieldTable(schema)] : []));
  });
  return node;
}

async function start() {
  const api = await (await fetch('/openapi.json')).json();
  components = api.components.schemas;
  const list = document.getElementById('operations');
  const contents = document.getElementById('contents');
  list.replaceChildren(make('p', { textContent: api.info.description }));
  for (const tag of api.tags) {
    const section = make('section', {}, make('h2', { textContent: tag.name }), make('p', { className: 'what', textContent: tag.description }));
    contents.append(make('h2', { textContent: tag.name }));
    for (const [path, item] of Object.entries(api.paths))
      for (const [verb, operation] of Object.entries(item))
        if (operation.tags.includes(tag.name)) {
          section.append(operationNode(path, verb, operation));
          contents.append(make('a', { href: `#${operation.operationId}`, textContent: operation.operationId }));
        }
    list.append(section);
  }
  const open = () => {
    const node = document.getElementById(location.hash.slice(1));
    if (node) { node.open = true; node.scrollIntoView(); }
  };
  addEventListener('hashchange', open);
  open();
  document.getElementById('find').addEventListener('input', (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const node of list.querySelectorAll('details')) node.hidden = !words.every((word) => node.dataset.words.includes(word));
  });
}
start();
