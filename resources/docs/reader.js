/** Reads the OpenAPI documents of this hub. Everything is set as text, so nothing in them can become markup. */
const make = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props)
  element.append(...children)
  return element
}
const json = async (path) => (await fetch(path)).json()
const block = (title, schema) =>
  schema ? [make('h3', { textContent: title }), make('pre', { textContent: JSON.stringify(schema, null, 2) })] : []

function parametersTable(parameters) {
  if (parameters.length === 0) return []
  const rows = parameters.map(({ name, in: place, required, schema }) =>
    make(
      'tr',
      {},
      make('td', {}, make('code', { textContent: name })),
      make('td', { textContent: place }),
      make('td', { textContent: required ? 'required' : '' }),
      make('td', { textContent: JSON.stringify(schema) }),
    ),
  )
  return [make('h3', { textContent: 'Parameters' }), make('table', {}, make('tbody', {}, ...rows))]
}

function operation(method, path, spec) {
  const summary = make(
    'summary',
    {},
    make('b', { className: 'method', textContent: method.toUpperCase() }),
    make('code', { textContent: path }),
    make('span', { textContent: spec.summary }),
  )
  const details = make('details', {}, summary)
  details.addEventListener(
    'toggle',
    () => {
      const [status, answer] = Object.entries(spec.responses)[0]
      details.append(
        make(
          'div',
          { className: 'body' },
          make('p', { textContent: spec.security ? 'Public.' : spec.description }),
          ...parametersTable(spec.parameters),
          ...block('Body', spec.requestBody?.content['application/json'].schema),
          ...block(`Answer ${status}`, answer.content?.['application/json'].schema),
        ),
      )
    },
    { once: true },
  )
  return details
}

async function show(name, filter) {
  const { paths } = await json(`${name}.json`)
  const sections = new Map()
  for (const [path, methods] of Object.entries(paths)) {
    if (!path.includes(filter)) continue
    for (const [method, spec] of Object.entries(methods)) {
      const list = sections.get(spec.tags[0]) ?? []
      list.push(operation(method, path, spec))
      sections.set(spec.tags[0], list)
    }
  }
  const main = document.querySelector('#operations')
  main.replaceChildren(
    ...[...sections].flatMap(([title, operations]) => [make('h2', { textContent: title }), ...operations]),
  )
  if (sections.size === 0) main.replaceChildren(make('p', { textContent: 'No path matches.' }))
}

const contracts = await json('contracts.json')
const filter = document.querySelector('#filter')
const current = () => location.hash.slice(1) || contracts[0].name
const render = () => {
  document.querySelector('#contracts').replaceChildren(
    ...contracts.map(({ name, title }) => {
      const link = make('a', { href: `#${name}`, textContent: title })
      if (name === current()) link.setAttribute('aria-current', 'page')
      return link
    }),
  )
  return show(current(), filter.value.trim())
}
filter.addEventListener('input', render)
addEventListener('hashchange', render)
await render()
